// What a listener says of a talk: a button, and a sheet for the slide that is shown. The window that leads, which the
// projector shows, has none.
import { element, setAttributes } from '../base/elements.js';
import { leaves, say } from '../base/page.js';
import { slideName } from '../base/slide-name.js';
import { opened } from '../packet/packet-detail.js';
import { isServed, isStage } from '../speaker/windows.js';
import { openSheet } from '../stage/sheet.js';
import { onRoom, room } from './connection.js';
import { drawBelow } from './feedback-below.js';
import { drawMarks, endForm, questionForm } from './feedback-forms.js';
import { pressable } from './feedback-parts.js';
import { shownSlide } from './feedback-place.js';
import { asksFeedback, read } from './feedback-said.js';

let button = null, sheet = null;
let section = null; // the slide of the sheet

async function openFeedback() {
	await read();
	section = shownSlide();
	const close = pressable('close', '', () => sheet?.close());
	close.append(element('kbd', '', 'Esc'), ' ', say('닫기', 'close'));
	const marks = setAttributes(element('div', 'marks'), { role: 'group', 'aria-label': say('이 슬라이드는', 'This slide') });
	const told = setAttributes(element('p', 'told'), { role: 'status' });
	const end = section === leaves().pop() ? endForm(section) : null;
	sheet = openSheet('feedback-sheet', say('의견', 'Feedback'), () => { sheet = null; }, element('div', 'heading', element('h2', '', slideName(section)), close),
		element('div', 'feedback', marks, told, questionForm(section), end, element('div', 'questions')));
	if (!sheet)
		return;
	drawMarks(marks, section);
	drawBelow(section);
	marks.firstChild.focus();
}

// In the heading of an opened packet.
export function offerToAskOfPacket() {
	const close = opened && !opened.isFold && button?.isConnected && opened.dialog.querySelector('.heading .close');
	if (close)
		close.before(pressable('ask-packet', say('질문하기', 'Ask about it'), openFeedback));
}

// The button for the bar of a listener; null where there is nothing to say, and for a speaker, who reads what was said.
export function feedbackButton() {
	button = room.role === 'listener' && asksFeedback() ? pressable('feedback-button', say('의견', 'Feedback'), openFeedback) : null;
	return button;
}

// From a file the button stands alone, out of the way.
function addButton() {
	button = pressable('feedback-button', say('의견', 'Feedback'), openFeedback);
	document.querySelector('.reveal').append(button);
}

export function startFeedback() {
	if (!isStage || !asksFeedback())
		return;
	if (!isServed) {
		Reveal.on('ready', addButton);
		return;
	}
	onRoom('feedback', async () => {
		if (sheet && await read())
			drawBelow(section);
	});
}
