// The footer of a slide says which file and connection its picture shows, and which of its steps.
import { updateText } from './update-content.js';
import { captureOf, frameOf } from '../packet/packet-data.js';
import { isPrintedByStep, page } from '../base/page.js';
import { remarkStepPlace } from './remark-steps.js';
import { isStepped } from '../packet/rows.js';

export function writeFooter(section, block, rows, index) {
	const footer = [...section.children].find((child) => child.matches('.slide-footer')); // to search a long picture takes time
	const where = footer?.querySelector('.where');
	if (!where || !block)
		return;
	const both = block.closest('.compare');
	const files = [...both ? both.querySelectorAll('.packets') : [block]].map((one) => captureOf(one)?.file).filter(Boolean);
	const words = [...new Set(files)];
	const place = page.classList.contains('print-pdf') && !isPrintedByStep ? null : remarkStepPlace(block);
	if (both || place) {
		const stream = both ? undefined : frameOf(block, place.frame)?.stream;
		words.push(...stream === undefined ? [] : ['tcp.stream ' + stream], ...place ? [`${place.index + 1} / ${place.count}`] : []);
		updateText(where, words.join(' · '));
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
	updateText(where, words.join(' · '));
}
