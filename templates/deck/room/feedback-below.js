// The lower part of the sheet for feedback: what others asked on the slide; from a file, what this listener noted.
import { element, setAttributes } from '../base/elements.js';
import { say } from '../base/page.js';
import { isServed } from '../speaker/windows.js';
import { drawKept } from './feedback-copy.js';
import { pressable, tell } from './feedback-parts.js';
import { mostWanted, read, send } from './feedback-said.js';

// The most wanted first.
function drawQuestions(place, section) {
	const items = mostWanted(section.id).filter((item) => item.kind === 0);
	const lines = items.map((item) => {
		const vote = setAttributes(pressable('vote', `▲ ${item.upvotes}`, async () => {
			const problem = await send(section.id, { [item.upvoted ? 'down' : 'up']: item.id });
			await read();
			drawQuestions(place, section);
			place.querySelector(`[data-item="${item.id}"]`)?.focus();
			if (problem)
				tell(problem, true);
		}), { 'aria-pressed': String(item.upvoted), 'aria-label': say(`나도 궁금해요 ${item.upvotes}`, `I ask that, too ${item.upvotes}`), 'data-item': item.id });
		const by = [item.name, item.frame ? `#${item.frame}` : ''].filter(Boolean).join(' · ');
		return element('li', '', element('div', '', element('p', 'words', item.words), by ? element('p', 'by', by) : null), vote);
	});
	place.replaceChildren(...lines.length ? [element('h3', '', say('이 슬라이드에 나온 질문', 'Asked on this slide')), element('ol', '', ...lines)] : []);
}

// Draws it anew, if the sheet is open.
export function drawBelow(section) {
	const place = document.querySelector('.feedback-sheet .questions');
	if (place && isServed)
		drawQuestions(place, section);
	else if (place)
		drawKept(place);
}
