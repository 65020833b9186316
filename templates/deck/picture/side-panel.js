// The panel beside a stepped sequence: its remarks, and what the packet itself says.
import { element } from '../base/elements.js';
import { numeral, whole } from '../base/numbers.js';
import { fieldsOf, frameOf, payloadSize, tablesOf } from '../packet/packet-data.js';
import { say } from '../base/page.js';
import { callWords, isStepped, linesOf, shortLabelOf, timeIn } from '../packet/rows.js';
import { ACK, FIN, FLAGS, RST, SYN, maskWords } from '../packet/tcp-flags.js';

// Whether a packet has something to say: a sentence, a finding, its flags.
const hasFacts = (frame) => frame && (frame.purpose !== undefined || frame.findings || frame.flags !== undefined);

// The panel beside a stepped sequence: its remarks, and below them the facts of the packet. When no packet of the slide
// has remarks or facts, there is no panel, and the picture takes the width.
export function addSide(block) {
	if (block.querySelector(':scope > .side'))
		return;
	const sources = block.querySelector(':scope > .sources');
	let remarks = block.querySelector(':scope > .remarks');
	const rows = [...block.querySelectorAll('.row')];
	if (!remarks && (sources || (isStepped(block) && rows.some((row) => row.dataset.last || hasFacts(frameOf(block, row.dataset.frame)))))) {
		remarks = element('div', 'remarks');
		block.querySelector(':scope > .twin').before(remarks);
	}
	if (!remarks)
		return;
	const side = element('div', 'side');
	remarks.before(side);
	block.classList.add('with-side');
	const asks = block.querySelector(':scope > .asks');
	side.append(...asks ? [asks] : [], ...sources ? [sources, remarks] : [remarks, element('div', 'facts')]);
	countRemarks(block);
	if (Number(block.dataset.steps) === 0)
		return;
	side.setAttribute('aria-live', 'polite');
	for (const row of rows) {
		if (row.dataset.call) {
			remarks.append(callRemark(row));
			continue;
		}
		const number = row.dataset.frame;
		const frame = frameOf(block, number), said = remarks.querySelector(`.remark[data-frame="${number}"]`);
		if (said)
			said.querySelector('.what span:last-child').before(...socketsOf(block, row).flatMap((sockets) => [sockets, ' ']));
		if (!frame || said)
			continue;
		const last = row.dataset.last;
		const what = element('p', 'what', `#${number}${last ? '–#' + last : ''} ${shortLabelOf(block, number)}`, ...socketsOf(block, row).flatMap((sockets) => [' ', sockets]), ` ·\u00a0${timeIn(block, frame).replace(' ', '\u00a0')}`);
		const remark = element('div', 'remark bare', what);
		const sentenceAt = (index) => whole(tablesOf(frame).sentences[index]);
		if (last)
			remark.append(element('p', '', foldSentence(row)));
		const explained = last ? linesOf(block, row).map((line) => frameOf(block, line.dataset.frame)).find((one) => payloadSize(one) > 0) : frame;
		if (explained && explained.purpose !== undefined)
			remark.append(element('p', '', sentenceAt(explained.purpose)));
		for (const finding of frame.findings || [])
			remark.append(element('p', row.matches('.trouble') ? 'finding trouble' : 'finding', sentenceAt(finding)));
		remark.dataset.frame = number;
		remarks.append(remark);
	}
}

// The sockets of a row whose lanes several share. The picture for an upright phone has fewer lanes than the other one.
function socketsOf(block, row) {
	const other = block.querySelector('.diagram > template')?.content.querySelector(`.row[data-frame="${row.dataset.frame}"]`);
	const [here, there] = [row.dataset.ends, other?.dataset.ends];
	const [wide, high] = block.querySelector('.diagram').matches('.upright') ? [there, here] : [here, there];
	return wide ?? high ? [element('span', wide ? 'ends' : 'ends of-upright', `· ${wide ?? high}`)] : [];
}

// A socket call, and what the packets prove of it.
function callRemark(row) {
	const [words, said] = callWords(row);
	const remark = element('div', 'remark bare', element('p', 'what', words), ...said ? [element('p', '', said)] : []);
	remark.dataset.call = row.dataset.call;
	return remark;
}

// Counts the author's remarks; the stylesheet lays the panel out by their count.
export function countRemarks(block) {
	block.dataset.remarks = block.querySelectorAll(':scope > .side .remark:not(.bare)').length;
}

const foldSentence = (row) => row.matches('.data')
	? say('데이터가 한쪽으로 이어지고, 사이사이 ACK만 돌아온다.', 'Data goes one way, and only ACKs come back.')
	: say('데이터 없이 확인 응답(ACK)만 이어진다.', 'ACKs only, without data.');

// The two fields of a message that matter, as the program chose them, and where its segment ends.
function messageFacts(frame) {
	const fields = fieldsOf(frame), { labels } = tablesOf(frame);
	const list = element('dl', 'keys');
	for (let i = 0; i < frame.keys.length; i += 2)
		list.append(element('div', '', element('dt', '', labels[frame.keys[i + 1]]), element('dd', '', fields[frame.keys[i]].value)));
	return frame.flags === undefined ? [list] : [list, ...segmentFacts(frame)];
}

export function facts(frame) {
	if (frame?.keys)
		return messageFacts(frame);
	if (!frame || frame.flags === undefined)
		return [];
	const bits = element('div', 'bits');
	bits.setAttribute('role', 'img');
	bits.setAttribute('aria-label', maskWords(frame.flags));
	for (const [, mask] of FLAGS)
		bits.append(element('span', frame.flags & mask ? 'on' : '', frame.flags & mask ? '1' : '0'));
	for (const [name, mask] of FLAGS)
		bits.append(element('i', frame.flags & mask ? 'on' : '', name));
	return [bits, element('p', 'sum', maskWords(frame.flags)), ...segmentFacts(frame)];
}

// What the numbers of a segment come to.
function segmentFacts(frame) {
	const lines = [], size = payloadSize(frame), fin = frame.flags & FIN ? 1 : 0;
	const awaited = () => element('p', '', 'ack ', numeral(frame.ack), ...frame.hasAll
		? [say(': ', ': all received up to FIN '), numeral(frame.ack - 1, 'i'), say('번 FIN까지 다 받았다', '')]
		: [say('번부터 기다린다', ': the byte it waits for')]);
	if (frame.flags & SYN)
		lines.push(element('p', '', 'ISN ', element('b', '', String(frame.seqRaw))), ...frame.flags & ACK ? [awaited()] : []); // an ISN is a name: its digits are not grouped
	else if (frame.seq === undefined) // of a fragment, whose segment is not all here
		return [];
	else if (size > 0)
		lines.push(element('p', '', 'seq ', numeral(frame.seq, 'i'), ' + len ', numeral(size, 'i'), fin ? ' + FIN 1 = ' : ' = ', numeral(frame.seq + size + fin)));
	else if (fin)
		lines.push(element('p', '', 'seq ', numeral(frame.seq, 'i'), ' + FIN 1 = ', numeral(frame.seq + 1)));
	else if ((frame.flags & ACK) && !(frame.flags & RST))
		lines.push(awaited());
	return lines;
}
