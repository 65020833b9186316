// Programs that a test starts: each in a process group of its own, which ends with the test.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const running = new Set();
process.on('exit', () => running.forEach(end));

// Ends a program and all that it started.
export function end(child) {
	try {
		process.kill(-child.pid, 'SIGKILL');
	} catch {
		// They have ended by themselves.
	}
	running.delete(child);
}

export function start(command, args, options) {
	const child = spawn(command, args, { detached: true, ...options });
	running.add(child);
	child.once('error', () => running.delete(child));
	return child;
}

// The first of these programs, given by name or path, that is installed.
export const find = (...names) => names.flatMap((name) => (name.startsWith('/') ? [name]
	: process.env.PATH.split(':').map((folder) => join(folder, name)))).find((path) => existsSync(path));

// Waits until the program's output on that stream matches the pattern; returns the match.
export function says(child, stream, pattern) {
	return new Promise((done, fail) => {
		let output = '';
		child.once('error', fail);
		child.once('exit', (code) => fail(new Error(`${child.spawnfile} ended with ${code}: ${output.slice(-500)}`)));
		setTimeout(() => fail(new Error(`${child.spawnfile} did not say ${pattern}: ${output.slice(-500)}`)), 60000).unref();
		stream.on('data', (data) => {
			output += data;
			const found = pattern.exec(output);
			if (found)
				done(found);
		});
	});
}

// Waits until `read` returns something; returns that.
export async function until(read, what, seconds = 60) {
	for (const last = Date.now() + seconds * 1000; Date.now() < last;) {
		const found = await read();
		if (found)
			return found;
		await new Promise((done) => setTimeout(done, 30));
	}
	throw new Error(`${what}: not within ${seconds} seconds`);
}
