// Passes keys from the speaker's window to the stage, as if they were pressed there. A key event made by a
// script has no default action, so this file also does what the browser would do.
import { changed } from '../base/changes.js';
import { receiveWriting, stageField, TEXT_FIELD } from './stage-field.js';
import { on, role, send } from './windows.js';

const LOCAL = ['F5', 'F11', 'F12', 'Shift', 'Control', 'Alt', 'Meta', 'CapsLock'];
const FOCUSABLE = 'a[href], button:not([disabled]), input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
const PRESSABLE = 'button, a[href], summary, [role=button]:not(svg *)';

// Sends the keys of the window with the focus. `isOurs` tells which keys this window keeps.
export function forwardKeys(isOurs) {
	addEventListener('keydown', (event) => {
		const { key, code, keyCode, shiftKey } = event;
		if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || LOCAL.includes(key) || isOurs(event))
			return;
		event.preventDefault();
		event.stopImmediatePropagation();
		send('key', { key, code, keyCode, shiftKey }, key === 'f' || key === 'F' ? 'fullscreen' : undefined);
	}, true);
}

function writeInto(input, key) {
	const { selectionStart: from, selectionEnd: to } = input;
	if (key === 'Backspace')
		input.setRangeText('', from === to ? Math.max(0, from - 1) : from, to, 'end');
	else if (key.length === 1)
		input.setRangeText(key, from, to, 'end');
	else
		return;
	input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

// Tab cycles through an open dialog, else through the slide.
function moveFocus(isBack) {
	const root = [...document.querySelectorAll('dialog[open]')].pop() || (Reveal.getCurrentSlide() || document.body);
	const places = [...root.querySelectorAll(FOCUSABLE)].filter((one) => one.getClientRects().length);
	const index = places.indexOf(document.activeElement);
	const next = places[(index < 0 ? (isBack ? -1 : 0) : index + (isBack ? -1 : 1) + places.length) % places.length] || places[places.length - 1];
	if (next)
		next.focus();
}

function doDefaultAction(target, { key, shiftKey }) {
	const dialog = [...document.querySelectorAll('dialog[open]')].pop();
	if (target.matches(TEXT_FIELD)) {
		writeInto(target, key);
		if (key !== 'Tab' && key !== 'Escape')
			return;
	}
	if (key === 'Tab')
		moveFocus(shiftKey);
	else if ((key === 'Enter' || key === ' ') && target.matches(PRESSABLE))
		target.click();
	else if (key === 'Escape' && dialog && dialog.dispatchEvent(new Event('cancel', { cancelable: true })))
		dialog.close();
}

// Presses a key here that was pressed elsewhere: { key, code, keyCode, shiftKey }.
export function pressKey(data) {
	const target = document.activeElement || document.body;
	const keyEvent = (name) => {
		const event = new KeyboardEvent(name, { ...data, bubbles: true, cancelable: true });
		if (event.keyCode !== data.keyCode)
			Object.defineProperty(event, 'keyCode', { value: data.keyCode });
		return event;
	};
	if (target.dispatchEvent(keyEvent('keydown')))
		doDefaultAction(target, data);
	(document.activeElement || document.body).dispatchEvent(keyEvent('keyup'));
	changed();
}

// Most browsers allow full screen only for a key pressed in the window itself.
function toggleFullscreen() {
	const refused = () => send('refused', 'fullscreen');
	if (document.fullscreenElement)
		document.exitFullscreen();
	else
		(async () => Reveal.getViewportElement().requestFullscreen())().catch(refused);
}

export function receiveForwardedKeys() {
	if (role !== 'stage')
		return;
	receiveWriting();
	on('key', (data) => {
		if (!Reveal.isReady())
			return;
		if ((data.key === 'f' || data.key === 'F') && !stageField())
			toggleFullscreen();
		else
			pressKey(data);
	});
}
