// A modal sheet over the stage, such as the list of keys and the overview. Escape closes it; closing removes it.
import { changed } from '../base/changes.js';
import { element } from '../base/elements.js';
import { printing } from '../base/page.js';

export const sheetIsOpen = () => document.querySelector('dialog.sheet[open]') !== null;

// Opens a sheet. Returns null when one is open already, or without a stage. `whenClosed` is called however it is closed,
// before the next event: the event of closing comes later, when the next key may have opened another sheet.
export function openSheet(name, label, whenClosed, ...children) {
	if (sheetIsOpen() || !Reveal.isReady() || printing())
		return null;
	const sheet = element('dialog', `sheet ${name}`, ...children);
	sheet.setAttribute('aria-label', label);
	// reveal.js listens on the document, and must not get what is typed here.
	sheet.addEventListener('keydown', (event) => event.stopPropagation());
	sheet.addEventListener('click', (event) => { if (event.target === sheet) sheet.close(); });
	document.body.append(sheet);
	sheet.showModal();
	changed();
	const observer = new MutationObserver(() => {
		if (sheet.open)
			return;
		observer.disconnect();
		sheet.remove();
		whenClosed?.();
		changed();
	});
	observer.observe(sheet, { attributes: true, attributeFilter: ['open'] });
	return sheet;
}
