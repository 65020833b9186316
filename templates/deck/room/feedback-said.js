// What was said of a talk, and how something is added. Served, the server has it. From a file nothing is sent: it is kept
// in the browser.
import { element } from '../base/elements.js';
import { leaves, page, say } from '../base/page.js';
import { isServed } from '../speaker/windows.js';
import { addressOf, pageName } from './connection.js';
import { keep, readKept } from './feedback-kept.js';

export const asksFeedback = () => page.dataset.feedback !== undefined;
export const feedbackPath = (slide) => `/feedback/${addressOf(pageName())}?slide=${encodeURIComponent(slide)}`;

// { name, slides: [{ id, own }], items: [...] }, as src/serve/feedback/feedback-page.h says.
export let said = { slides: [], items: [], name: '' };

// What was said of a slide, the most wanted first.
export const mostWanted = (slide) => said.items.filter((item) => item.slide === slide).sort((a, b) => b.upvotes - a.upvotes || a.id - b.id);

const MARKS = [[1, say('이해됐어요', 'clear')], [2, say('놓쳤어요', 'lost')], [3, say('너무 빨라요', 'too fast')]];

// How often each mark was given to a slide; null: nobody has.
export function marksLine(slide) {
	const marks = said.slides.find((one) => one.id === slide)?.marks ?? [];
	const words = MARKS.filter(([mark]) => marks[mark]).map(([mark, name]) => element('span', `mark-${mark}`, `${name} `, element('b', '', String(marks[mark]))));
	return words.length ? element('p', 'marks-line', ...words) : null;
}

let reads = 0, newest = 0; // requests, and the last of those whose answer was taken

// Returns whether it could be read. An answer that comes after that of a later request is older than what is known.
export async function read() {
	if (!isServed) {
		said = readKept();
		return true;
	}
	const number = ++reads;
	const answer = await fetch(`${feedbackPath(leaves()[0].id)}&json=1`).catch(() => null);
	const now = answer?.ok && await answer.json();
	if (now && number > newest) {
		newest = number;
		said = now;
	}
	return Boolean(now);
}

// Sends the fields of a form; returns why they were not kept, or ''.
export async function send(slide, fields) {
	if (!isServed) {
		keep(slide, fields);
		return '';
	}
	const answer = await fetch(feedbackPath(slide), { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(fields) }).catch(() => null);
	if (answer?.ok)
		return '';
	const words = answer ? await answer.text() : '';
	return words.trim() || say('서버가 응답하지 않습니다. 글은 여기 남아 있으니 다시 보내십시오.', 'The server does not answer. Your words are still here: send them again.');
}
