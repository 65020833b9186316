// The footer of a slide says which file and connection its picture shows, and which of its steps, or which packets it has of a
// sequence that goes on on the next slide.
import { updateChildren } from './update-content.js';
import { captureOf, frameOf } from '../packet/packet-data.js';
import { element } from '../base/elements.js';
import { isPrintedByStep, page, say } from '../base/page.js';
import { remarkStepPlace } from './remark-steps.js';
import { isStepped } from '../packet/rows.js';

// Where there is little room, the names of files are shortened, and the rest is not.
function write(where, files, words) {
	const [file, rest] = [files.join(' · '), words.join(' · ')];
	updateChildren(where, [element('span', 'file', file), element('span', 'rest', file && rest ? ` · ${rest}` : rest)]);
}

// Which rows a slide has of a sequence without steps that is cut into several (strips.js).
function partOf(block, rows) {
	const before = Number(block.dataset.before), total = Number(block.dataset.total);
	if (!(total > rows.length))
		return [];
	const isOne = rows.length === 1, part = isOne ? `${before + 1}` : `${before + 1}–${before + rows.length}`;
	const isOfPackets = rows.every((row) => row.dataset.frame && !row.dataset.last); // no folds, no calls
	return [isOfPackets ? say(`패킷 ${part} / ${total}`, `${isOne ? 'packet' : 'packets'} ${part} of ${total}`) : `${part} / ${total}`];
}

export function writeFooter(section, block, rows, index) {
	const footer = [...section.children].find((child) => child.matches('.slide-footer')); // to search a long picture takes time
	const where = footer?.querySelector('.where');
	if (!where || !block)
		return;
	const both = block.closest('.compare');
	const captures = [...both ? both.querySelectorAll('.packets') : [block]].map((one) => captureOf(one)?.file).filter(Boolean);
	const files = [...new Set(captures)], words = [];
	const place = page.classList.contains('print-pdf') && !isPrintedByStep ? null : remarkStepPlace(block);
	if (both || place) {
		const stream = both ? undefined : frameOf(block, place.frame)?.stream;
		words.push(...stream === undefined ? [] : ['tcp.stream ' + stream], ...place ? [`${place.index + 1} / ${place.count}`] : []);
		write(where, files, words);
		return;
	}
	const shown = isStepped(block) ? rows[index] : rows.find((row) => row.dataset.frame) ?? rows[index];
	const frame = rows.length ? frameOf(block, shown.dataset.frame) : frameOf(block, block.dataset.frame);
	// Without steps the footer is about all rows: it names their connection when they have one in common.
	const isCommon = isStepped(block) ||
		rows.every((row) => row.dataset.call || frame && frameOf(block, row.dataset.frame).stream === frame.stream);
	if (frame && frame.stream !== undefined && isCommon)
		words.push('tcp.stream ' + frame.stream);
	if (rows.length && isStepped(block))
		words.push(`${Number(block.dataset.before || 0) + index + 1} / ${block.dataset.total || rows.length}`);
	else
		words.push(...partOf(block, rows));
	write(where, files, words);
}
