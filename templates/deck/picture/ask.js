// A question to the room. The answer is a step, and what shows it is the next one; with the answer, the right choice
// stands out among the others.
import { isPrintedByStep, printing } from '../base/page.js';

// Whether the steps have reached the answer. On paper it stands below the choices, and marks none of them.
export const isTold = (ask) => ask.querySelector(':scope > .ask-answer').matches('.visible') && (isPrintedByStep || !printing());

export function showAnswers(section) {
	for (const ask of section.querySelectorAll('.ask')) {
		const told = isTold(ask);
		ask.classList.toggle('told', told);
		[...ask.querySelectorAll('.ask-choices > li')].forEach((choice, index) => {
			choice.classList.toggle('right', told && index === Number(ask.dataset.answer));
		});
	}
}
