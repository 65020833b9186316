// Parts of the sheet for feedback.
import { element } from '../base/elements.js';

export function pressable(className, words, pressed) {
	const node = element('button', className, words);
	node.type = 'button';
	node.addEventListener('click', pressed);
	return node;
}

// Says in the open sheet what became of something.
export function tell(words, isProblem) {
	const line = document.querySelector('.feedback-sheet .told');
	line?.classList.toggle('problem', isProblem);
	line?.replaceChildren(words);
}
