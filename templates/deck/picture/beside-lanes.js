// What stands beside the lanes of a sequence, in words: TCP states, and an author's marks. A phone held upright has no
// room for them (base/picture-fit.js), nor has the place of a picture with many lanes, so the panel says them. Where marks
// leave no room for states, it says these.
import { element } from '../base/elements.js';

// The state of each end behind each row: [[name, state, isHidden], ...]. The program drew them at the outer sides of the
// lanes; where there is no room for that, they are data of the rows.
function statesOf(block, rows) {
	const drawing = block.querySelector('.diagram > svg'), heads = [...drawing?.querySelectorAll('.heads > g') ?? []];
	if (heads.length !== 2)
		return [];
	const names = heads.map((head) => head.querySelector('.head-text')?.firstChild.textContent ?? ''), now = [];
	const statesBehind = (holder) => {
		for (const state of holder.querySelectorAll('.state'))
			now[state.matches('.end') ? 0 : 1] = state.textContent;
		const hidden = [holder.dataset.clientState, holder.dataset.serverState];
		return names.map((name, i) => [name, hidden[i] ?? now[i], hidden[i] !== undefined]).filter(([, state]) => state);
	};
	statesBehind(drawing.querySelector('.lanes'));
	return rows.map(statesBehind);
}

// The lines about a row of a block. A mark belongs to the last of its packets. `isAll`: also what the picture shows, which
// is not in view.
export function linesBesideLanes(block, known, index, isAll) {
	const { rows, hands } = known;
	known.states ??= statesOf(block, rows);
	const states = (known.states[index] ?? []).filter(([, , isHidden]) => isAll || isHidden);
	const line = states.flatMap(([name, state], i) => [i ? '\u2002' : '', `${name}\u00a0`, element('b', '', state)]);
	const marks = isAll ? hands.filter((hand) => Number(hand.dataset.row) === index && !hand.matches('.fragment')) : [];
	return [...line.length ? [line] : [], ...marks.map((hand) => [hand.querySelector('title').textContent])].map((words) => element('p', 'beside-lanes', ...words));
}
