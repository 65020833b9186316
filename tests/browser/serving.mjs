// `pcapdeck serve`, started and stopped by a test; whatever still runs at a test's end is ended with it.
import { spawn } from 'node:child_process';

import { program } from './checks.mjs';

const running = new Set();
process.on('exit', () => running.forEach((server) => server.kill('SIGKILL')));

// Returns { server, url } once it listens. Port 0 is any free one.
export function serve(folder, port = 0, ...options) {
	const server = spawn(program, ['serve', folder, '--port', String(port), ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
	running.add(server);
	server.once('exit', () => running.delete(server));
	return new Promise((done, fail) => {
		let output = '';
		server.once('exit', (code) => fail(new Error(`serve ended with ${code}`)));
		server.stdout.on('data', (data) => {
			output += data;
			const url = /(http:\/\/\S+)/.exec(output); // in whichever language
			if (url)
				done({ server, url: url[1] });
		});
	});
}

// Ends it as Ctrl-C does; returns its exit status.
export function stop(server) {
	return new Promise((done) => {
		server.once('exit', done);
		server.kill('SIGINT');
	});
}
