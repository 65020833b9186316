// A slide that changed, while the page is open: the server sent its element, and it takes the place of the one of before.
import { hasRecorded } from '../packet/packet-data.js';
import { prepareSlide } from '../stage/slides.js';
import { holderOf } from './slide-order.js';

const STATES = ['present', 'past', 'future', 'stack', 'ahead']; // classes that a slide has from others than its own HTML

const known = new Map(); // the elements of those that were sent, by their hashes

export const knownDigests = () => known.keys();

const sectionFrom = (html) => new DOMParser().parseFromString(html, 'text/html').querySelector('section');

// Keeps those that were sent, as long as the deck has them.
export function keepSections(slides) {
	for (const { digest, html } of slides) {
		const section = html && sectionFrom(html);
		if (section)
			known.set(digest, section);
	}
	const digests = new Set(slides.map(({ digest }) => digest));
	[...known.keys()].filter((digest) => !digests.has(digest)).forEach((digest) => known.delete(digest));
}

export const canMake = ({ digest }) => known.has(digest);

export const isRecorded = (section) => 'live' in section.dataset;
// A slide whose recording was forgotten shows again what is in the notes, as when it is loaded.
export const isUnchanged = ([section], { digest, id }) => section.dataset.digest === digest && (!isRecorded(section) || hasRecorded(id));

export function keepSlide(group, { id, line }) {
	group.forEach((slide, index) => { slide.id = index ? `${id}-${index + 1}` : id; });
	group[0].dataset.line = line;
	return group;
}

// Gives the slide its new contents. It has yet to get its place, and to be finished there.
export function fillSlide(group, { id, line, digest }) {
	const section = known.get(digest), made = group?.[0] ?? document.createElement('section');
	const states = STATES.filter((name) => made.classList.contains(name));
	for (const { name } of [...made.attributes]) {
		if (!['style', 'hidden', 'aria-hidden', 'data-index-h', 'data-index-v'].includes(name))
			made.removeAttribute(name);
	}
	made.style.removeProperty('--fit');
	for (const { name, value } of section.attributes)
		made.setAttribute(name, value);
	made.id = id;
	Object.assign(made.dataset, { line, digest });
	made.classList.add(...states);
	made.replaceChildren(...document.importNode(section, true).childNodes);
	group?.slice(1).forEach((strip) => holderOf(strip).remove());
	return [made];
}

// Returns the slide with those on which its picture continues, which stand behind it.
export function finishSlide([made]) {
	const slides = prepareSlide(made);
	slides.slice(1).forEach((strip) => strip.classList.remove(...STATES));
	return slides;
}
