// What stands beside the lanes of a sequence, in words: TCP states, and an author's marks. A phone held upright has no
// room for them (base/picture-fit.js), nor has the place of a picture with many lanes, so the panel says them.
import { element } from '../base/elements.js';

// The state of each end behind each row, as the program drew them at the outer sides of the lanes: [[name, state], ...].
function statesOf(block, rows) {
	const drawing = block.querySelector('.diagram > svg'), heads = [...drawing?.querySelectorAll('.heads > g') ?? []];
	if (heads.length !== 2 || !drawing.querySelector('.state'))
		return [];
	const names = heads.map((head) => head.querySelector('.head-text').firstChild.textContent), now = [];
	const statesBehind = (holder) => {
		for (const state of holder.querySelectorAll('.state'))
			now[state.matches('.end') ? 0 : 1] = state.textContent;
		return names.map((name, i) => [name, now[i]]).filter(([, state]) => state);
	};
	statesBehind(drawing.querySelector('.lanes'));
	return rows.map(statesBehind);
}

// The lines about a row of a block. A mark belongs to the last of its packets.
export function linesBesideLanes(block, known, index) {
	const { rows, hands } = known;
	known.states ??= statesOf(block, rows);
	const line = (known.states[index] ?? []).flatMap(([name, state], i) => [i ? '\u2002' : '', `${name}\u00a0`, element('b', '', state)]);
	const marks = hands.filter((hand) => Number(hand.dataset.row) === index && !hand.matches('.fragment'));
	return [...line.length ? [line] : [], ...marks.map((hand) => [hand.querySelector('title').textContent])].map((words) => element('p', 'beside-lanes', ...words));
}
