// The blocks of packets of a slide, and what their steps change: found once, since a block may have 500 rows.
import { pictureHoldersIn } from '../base/picture-fit.js';
import { keyOf } from '../packet/rows.js';
import { sourceLinesOf } from './source-lines.js';

const parts = new WeakMap(); // by block
const blocksBySection = new WeakMap();

// The blocks of a slide, found once, as what is in them.
export function blocksOf(section) {
	const known = blocksBySection.get(section);
	if (known?.length && known.every((block) => section.contains(block)))
		return known;
	const blocks = [...section.querySelectorAll('.packets')];
	blocksBySection.set(section, blocks);
	return blocks;
}

function byKey(block, selector) {
	const found = new Map();
	for (const one of block.querySelectorAll(selector))
		found.set(keyOf(one), [...found.get(keyOf(one)) ?? [], one]);
	return found;
}

// The marks of an author. The picture for an upright phone has none where the panel says them, and the other one waits.
function handsOf(block) {
	const waiting = block.querySelector('.diagram > template')?.content;
	return [block, ...waiting ? [waiting] : []].flatMap((holder) => [...holder.querySelectorAll('.hand')]);
}

// What the steps of a block change, found once: scroll view makes a block anew, and then it is found again.
export function partsOf(block) {
	let known = parts.get(block);
	if (!known?.rows.length || !block.contains(known.rows[0])) {
		known = {
			rows: [...block.querySelectorAll('.row')], hands: handsOf(block), index: -1,
			band: block.querySelector('.band'), panel: block.querySelector('.facts'), asks: block.querySelector('.asks'), holders: pictureHoldersIn(block),
			remarks: byKey(block, '.remark'), lines: byKey(block, '.packet-list tr[data-frame]'),
			source: sourceLinesOf(block),
		};
		parts.set(block, known);
	}
	return known;
}

export const rowsOf = (block) => partsOf(block).rows;
