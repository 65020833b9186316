// Makes a capture file of packets.
import { element } from '../base/elements.js';
import { bytesOf, captureOf, data } from './packet-data.js';
import { say } from '../base/page.js';

// All packets of a capture that the deck has, as it has them: scrubbed when the deck is, and only the beginning of a
// long packet. The file is a pcap with nanoseconds, or a pcapng when the packets have several link types.
const framesOf = (capture) => Object.keys(capture.frames).map(Number).sort((a, b) => a - b).map((number) => capture.frames[number]);
export const isMixed = (capture) => Object.values(capture.frames).some((frame) => 'link' in frame);
const timeOf = (capture, frame) => BigInt(capture.start) + BigInt(frame.time.replace('.', '')); // nanoseconds

const SECOND = 1000000000n;

// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
export function pcapFile(capture) {
	const frames = framesOf(capture);
	const size = frames.reduce((sum, frame) => sum + 16 + bytesOf(frame).length, 24);
	const file = new Uint8Array(size), view = new DataView(file.buffer);
	let at = 0;
	const word = (value) => { view.setUint32(at, value, true); at += 4; };
	word(0xa1b23c4d);
	view.setUint16(4, 2, true);
	view.setUint16(6, 4, true);
	at = 16;
	word(262144);
	word(capture.link);
	for (const frame of frames) {
		const time = timeOf(capture, frame), bytes = bytesOf(frame);
		const nanoseconds = (time % SECOND + SECOND) % SECOND; // also before 1970
		word(Number((time - nanoseconds) / SECOND));
		word(Number(nanoseconds));
		word(bytes.length);
		word(frame.length);
		file.set(bytes, at);
		at += bytes.length;
	}
	return new Blob([file], { type: 'application/vnd.tcpdump.pcap' });
}

// https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html: an interface for each link type.
export function pcapngFile(capture) {
	const words = (...values) => new Uint8Array(new Uint32Array(values).buffer);
	const padded = (bytes) => [bytes, new Uint8Array(-bytes.length & 3)];
	function block(type, ...parts) {
		const length = parts.reduce((sum, part) => sum + part.length, 12);
		return [words(type, length), ...parts, words(length)];
	}
	const linkOf = (frame) => frame.link ?? capture.link;
	const frames = framesOf(capture), links = [...new Set(frames.map(linkOf))];
	const nanoseconds = words(9 | 1 << 16, 9); // the option if_tsresol
	return new Blob([
		...block(0x0a0d0d0a, words(0x1a2b3c4d, 1, 0xffffffff, 0xffffffff)),
		...links.flatMap((type) => block(1, words(type, 262144), nanoseconds, words(0))),
		...frames.flatMap((frame) => {
			const bytes = bytesOf(frame), time = timeOf(capture, frame);
			return block(6, words(links.indexOf(linkOf(frame)), Number(time >> 32n), Number(time & 0xffffffffn), bytes.length, frame.length), ...padded(bytes));
		}),
	], { type: 'application/x-pcapng' });
}

export const pcapName = (capture) => capture.file.replace(/\.[^.]*$/, '') + (isMixed(capture) ? '.pcapng' : '.pcap');

function saveCapture(capture) {
	const link = element('a', '');
	link.href = URL.createObjectURL(isMixed(capture) ? pcapngFile(capture) : pcapFile(capture));
	link.download = pcapName(capture);
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

// The captures whose packets the slide shows; else all captures.
export function saveCaptures() {
	const shown = [...Reveal.getCurrentSlide().querySelectorAll('.packets')].map(captureOf).filter(Boolean);
	new Set(shown.length ? shown : Object.values(data().captures)).forEach(saveCapture);
}

export function saveButton(capture) {
	const save = element('button', 'save', '↓ ' + pcapName(capture));
	save.type = 'button';
	save.title = say('이 발표에 담긴 패킷을 파일로 저장', 'Save the packets that this deck has as a file');
	save.addEventListener('click', () => saveCapture(capture));
	return save;
}
