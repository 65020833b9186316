// A black or white screen, as clickers and other presentation programs offer it. Any key ends it.
import { letterOf } from '../base/key-letter.js';

const BLACK = ['b', '.', 'v', ',', ';', ':'];
const UNHEARD = ['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'HangulMode', 'F5', 'F11', 'F12'];

// Shows one color at a time: asking for the other one changes the color.
export function blank(isWhite) {
	document.querySelector('.reveal').classList.toggle('white', isWhite);
	Reveal.togglePause(true);
}

export function onBlankKey(event) {
	const letter = letterOf(event);
	if (Reveal.isPaused()) {
		if (UNHEARD.includes(event.key))
			return false;
		Reveal.togglePause(false);
		return true;
	}
	if (!BLACK.includes(letter) && letter !== 'w')
		return false;
	blank(letter === 'w');
	return true;
}
