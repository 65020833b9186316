// Questions to the room. In an `ask` block the answer is a step, and what shows it is the next one. In a sequence with
// `step: ask` the step before an arrow asks for it, and the arrow is the answer. With the answer, the right choice stands
// out among the others.
import { isPrintedByStep, printing } from '../base/page.js';

// Whether the steps have reached the answer. On paper it stands below the choices, and marks none of them.
const isTold = (ask) => ask.querySelector(':scope > .ask-answer').matches('.visible') && (isPrintedByStep || !printing());

function mark(ask, isAnswered) {
	// As room/votes.js says, which knows what the room was shown.
	const told = (isAnswered || ask.matches('.revealed')) && !ask.matches('.withheld');
	ask.classList.toggle('solved', told);
	[...ask.querySelectorAll('.ask-choices > li')].forEach((choice, index) => {
		choice.classList.toggle('right', told && index === Number(ask.dataset.answer));
	});
}

export function showAnswers(section) {
	for (const ask of section.querySelectorAll('.ask:not([data-frame])'))
		mark(ask, isTold(ask));
}

// The question of a sequence whose rows have come to this one: it asks for the packet after it, or the packet answers it.
// `asks` has the questions.
export function showQuestion(block, asks, row) {
	if (!asks)
		return;
	const questions = [...block.querySelectorAll('.question')], asked = questions.findLast((one) => one.matches('.visible'));
	const following = asked && asked.nextElementSibling, isAnswered = following === row;
	const isOpen = Boolean(asked) && !following.matches('.visible');
	for (const ask of asks.children) {
		const isThis = (isAnswered || isOpen) && ask.dataset.frame === asked.dataset.frame;
		ask.classList.toggle('now', isThis);
		if (isThis)
			mark(ask, isAnswered);
	}
	block.classList.toggle('asked', isOpen);
	block.classList.toggle('answered', isAnswered);
	block.classList.toggle('all', !block.querySelector('.row.later'));
}
