// The order in which keys are handled: a sheet, the box to jump, the blank screen, then the slide and its packets.
import { onBlankKey } from './blank-screen.js';
import { openHelp } from './help-sheet.js';
import { onJumpKey } from './jump.js';
import { isForeignLetter, letterOf } from '../base/key-letter.js';
import { onKey } from './packet-keys.js';
import { openOverview } from './overview.js';
import { opened } from '../packet/packet-detail.js';
import { saveCaptures } from '../packet/packet-file.js';
import { printing } from '../base/page.js';
import { onPointKey } from './pen-and-spot.js';
import { sheetIsOpen } from './sheet.js';
import { onTallKey } from './tall-slide.js';
import { onZoomKey } from './zoom.js';

const isTyping = (target) => target.closest?.('input:not([type="checkbox"], [type="range"]), textarea, select, [contenteditable]');

// Keys of the stage, while no packet is open.
function onSlideKey(event) {
	const letter = letterOf(event);
	if (letter === '?' || event.key === 'F1')
		openHelp();
	else if (letter === 'o' || event.key === 'Escape')
		openOverview();
	else if (letter === 'd')
		saveCaptures();
	else
		return onTallKey(event, letter) || onJumpKey(event);
	return true;
}

export function onStageKey(event) {
	if (!Reveal.isReady() || printing() || sheetIsOpen() || isTyping(event.target) || event.defaultPrevented)
		return;
	const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
	const isHeard = isPlain && (onBlankKey(event) || onPointKey(event) || onZoomKey(event) || (!opened && onSlideKey(event)));
	if (isHeard) {
		event.preventDefault();
		event.stopImmediatePropagation();
		return;
	}
	onKey(event);
	if (isPlain && !event.shiftKey && !opened && !event.defaultPrevented && isForeignLetter(event))
		Reveal.triggerKey(letterOf(event).toUpperCase().charCodeAt(0));
}
