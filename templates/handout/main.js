// A deck as a handout: on each page a slide, and below it what is said there. Runs in a browser that has
// the deck open as reveal.js prints it (`?print-pdf`), and stands in no deck.
import looks from './handout.css';

const STAGE_HEIGHT = 720;
const isKorean = document.documentElement.lang.startsWith('ko');

function element(name, className, ...children) {
	const made = document.createElement(name);
	made.className = className;
	made.append(...children);
	return made;
}

// [{ pages, notes }], one a slide of the stage, which may go on on further pages.
function slides() {
	const all = [];
	for (const page of document.querySelectorAll('.pdf-page')) {
		const section = page.querySelector('section');
		if (!('continued' in section.dataset) || !all.length)
			all.push({ pages: [], notes: [] });
		const slide = all[all.length - 1];
		slide.pages.push(page);
		slide.notes.push(...section.querySelectorAll('aside.notes'));
	}
	return all;
}

function sheet({ pages, notes }, index) {
	for (const page of pages)
		page.classList.toggle('tall', page.offsetHeight > STAGE_HEIGHT + 1);
	const number = isKorean ? `슬라이드 ${index + 1}` : `Slide ${index + 1}`;
	const head = element('div', 'handout-head', element('div', '', element('span', 'talk', document.title), element('span', 'number', number)));
	const said = element('div', 'handout-notes');
	for (const note of notes)
		said.append(...note.childNodes);
	const body = element('div', 'handout-body', ...pages);
	if (said.childElementCount)
		body.append(said);
	return element('div', 'handout', head, body);
}

for (const style of document.querySelectorAll('style')) {
	if (style.textContent.startsWith('@page'))
		style.remove(); // reveal.js's, of a page as large as a slide
}
document.head.append(element('style', '', looks));
document.querySelector('.slides').replaceChildren(...slides().map(sheet));
