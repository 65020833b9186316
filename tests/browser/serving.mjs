// `pcapdeck serve`, started and stopped by a test; whatever still runs at a test's end is ended with it.
import { spawn } from 'node:child_process';

import { program } from './checks.mjs';

const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill('SIGKILL')));

// Starts it; `find` says what is returned, from what it has printed by then: nothing, as long as something is missing.
function start(options, find, { stderr = 'inherit', env = {} } = {}) {
	const server = spawn(program, ['serve', ...options], { stdio: ['ignore', 'pipe', stderr], env: { ...process.env, ...env } });
	running.add(server);
	server.once('exit', () => running.delete(server));
	return new Promise((done, fail) => {
		let output = '';
		server.once('exit', (code) => fail(new Error(`serve ended with ${code}`)));
		server.stdout.on('data', (data) => {
			output += data;
			const found = find(output);
			if (found)
				done({ server, ...found });
		});
	});
}

// Returns { server, url } once it listens. Port 0 is any free one.
export function serve(folder, port = 0, ...options) {
	return start([folder, '--port', String(port), ...options], (output) => {
		const [, url] = /(http:\/\/\S+)/.exec(output) ?? []; // in whichever language
		return url && { url };
	});
}

// The same for an audience, with the links of the speaker and of listeners, once the QR code is printed below them.
export function share(folder, options = [], env = {}) {
	return start([folder, '--port', '0', '--share', '--listen', '127.0.0.1', ...options], (output) => {
		const links = output.match(/http:\S+\/join\/\S+/g) ?? [];
		return links.length >= 2 && output.includes('\u2588') && { url: new URL('/', links[0]).href, presenter: links[0], listener: links.at(-1) };
	}, { stderr: 'ignore', env: { LC_ALL: 'C.UTF-8', ...env } });
}

// Ends it as Ctrl-C does; returns its exit status.
export function stop(server) {
	return new Promise((done) => {
		server.once('exit', done);
		server.kill('SIGINT');
	});
}
