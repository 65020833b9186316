// A modal sheet over the stage, such as the list of keys and the overview. Escape closes it; closing removes it.
import { element } from './elements.js';
import { printing } from './page.js';

export const sheetIsOpen = () => document.querySelector('dialog.sheet[open]') !== null;

// Opens a sheet. Returns null when one is open already, or without a stage. `whenClosed` is called however it is closed.
export function openSheet(name, label, whenClosed, ...children) {
	if (sheetIsOpen() || !Reveal.isReady() || printing())
		return null;
	const sheet = element('dialog', `sheet ${name}`, ...children);
	sheet.setAttribute('aria-label', label);
	// reveal.js listens on the document, and must not get what is typed here.
	sheet.addEventListener('keydown', (event) => event.stopPropagation());
	sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
	sheet.addEventListener('close', () => {
		sheet.remove();
		whenClosed?.();
	});
	document.body.append(sheet);
	sheet.showModal();
	return sheet;
}
