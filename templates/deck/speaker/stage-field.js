// A text field that has the focus on the stage, such as the box to jump. The speaker's window shows a field in its place,
// so that an input method composes there: a syllable of Hangul is no key that could be pressed elsewhere. The stage tells
// what its field holds; what is written comes to it as the whole text, counted, so that an older state does not undo it.
import { element } from '../base/elements.js';
import { changed } from '../base/changes.js';
import { on, send } from './windows.js';

export const TEXT_FIELD = 'input:not([type=checkbox], [type=radio], [type=range]), textarea';
// Keys of the box itself, not of its text. In a list those that would move the cursor move the selection.
const BOX_KEYS = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'];
const LIST_KEYS = ['ArrowLeft', 'ArrowRight', 'Home', 'End'];

let written = 0; // on the stage, the count of what its field holds; in the speaker's window, of what was sent
let told = null; // what the stage said of its field, in the speaker's window
const parts = {}; // elements of the speaker's window, by name

const focused = () => (document.activeElement?.matches(TEXT_FIELD) ? document.activeElement : null);

// What the stage's field is and holds, or null.
export function stageField() {
	const field = focused();
	return field && { label: field.getAttribute('aria-label') ?? '', value: field.value, isList: field.matches('[role=combobox]'),
		said: field.parentNode.querySelector('output')?.textContent ?? '', written };
}

export function receiveWriting() {
	on('write', ({ value, count }) => {
		const field = focused();
		written = count;
		if (field) {
			field.value = value;
			field.dispatchEvent(new InputEvent('input', { bubbles: true }));
		}
		changed();
	});
	// A window that is not in front gets no event of the focus; then pressKey() calls changed().
	for (const name of ['focusin', 'focusout', 'input'])
		document.addEventListener(name, changed);
}

export function makeStageField() {
	parts.label = element('b', '');
	parts.input = element('input');
	parts.input.autocomplete = 'off';
	parts.input.spellcheck = false;
	parts.said = element('span', '');
	parts.node = element('label', 'stage-field', parts.label, parts.input, parts.said);
	parts.node.hidden = true;
	parts.input.addEventListener('input', () => send('write', { value: parts.input.value, count: ++written }));
	return parts.node;
}

export function showStageField(field) {
	const isNew = field && !told;
	told = field;
	parts.node.hidden = !field;
	if (!field) {
		parts.input.blur(); // what is hidden keeps the focus for a moment
		return;
	}
	parts.label.textContent = field.label;
	parts.said.textContent = field.said;
	if ((isNew || field.written === written) && parts.input.value !== field.value)
		parts.input.value = field.value;
	if (isNew) {
		written = field.written;
		parts.input.focus();
	}
}

// Whether a key belongs to the field in the speaker's window. It gets the focus again first, should it have lost it. Escape
// leaves the box: the keys behind it are the stage's at once.
export function isForField({ key, isComposing }) {
	if (key === 'Escape' && !isComposing)
		showStageField(null);
	if (!told || BOX_KEYS.includes(key) || (told.isList && LIST_KEYS.includes(key)) || (key === 'Backspace' && !parts.input.value))
		return false;
	parts.input.focus();
	return true;
}
