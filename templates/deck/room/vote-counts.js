// What the room voted, beside the speaker's notes, and the button that lets it vote again.
import { element, setAttributes } from '../base/elements.js';
import { say } from '../base/page.js';
import { pressable } from './feedback-parts.js';

// The line beside the notes, which `place` gets.
export function showCounts(place) {
	const line = setAttributes(element('p', 'vote-counts'), { role: 'status', 'aria-label': say('표', 'votes') });
	line.hidden = true;
	place.after(line);
	return (words) => {
		line.hidden = !words;
		if (line.textContent !== (words ?? ''))
			line.textContent = words ?? '';
	};
}

// `hear` gets a function for { words, isClosed }, which the stage tells.
export function startVoteCounts(voteAgain, hear) {
	const show = showCounts(document.querySelector('.speaker-notes > .heading'));
	const again = pressable('vote-again', say('다시 투표', 'Vote again'), voteAgain);
	document.querySelector('.vote-counts').after(again);
	again.hidden = true;
	hear(({ words, isClosed }) => {
		show(words);
		again.hidden = !isClosed;
	});
}
