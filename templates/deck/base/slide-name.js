// What a slide is called where slides are listed: its heading, or else its first words, or what it shows. So is a part of it.
import { say } from './page.js';

const MOST_OF_HEADING = 80, MOST_OF_WORDS = 48; // letters
const BESIDE = 'aside, .slide-footer'; // what no slide is about
const UNREAD = `${BESIDE}, .packets, .compare, .color-legend, .ask-answer, svg, style, script, template, iframe, video, audio`;
const BLOCKS = 'p, div, li, td, th, pre, br';

const views = {
	sequence: say('시퀀스', 'Sequence'),
	calls: say('소켓 호출', 'Socket calls'),
	list: say('패킷 목록', 'List'),
};

const joined = (words) => words.replace(/\s+/g, ' ').trim();

// Cuts between two words, unless the first one is too long.
function cut(words, most) {
	if (words.length <= most)
		return words;
	const end = words.lastIndexOf(' ', most);
	return words.slice(0, end > most / 2 ? end : most).trimEnd() + '…';
}

// The words of a node without what is beside them, no more than is needed of a long one. Of an image these are its own.
function wordsIn(node, before = '') {
	let words = before;
	for (const child of node.childNodes) {
		if (words.length > 2 * MOST_OF_WORDS)
			break;
		if (child.nodeType === Node.TEXT_NODE)
			words += child.data;
		else if (child.nodeType === Node.ELEMENT_NODE && child.matches('img'))
			words += ` ${child.alt} `;
		else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(UNREAD))
			words = wordsIn(child, child.matches(BLOCKS) ? words + ' ' : words);
	}
	return words;
}

function packetsOf(block) {
	const rows = [...block.querySelectorAll('[data-frame]:is(.row, tr)')].filter((row) => !row.closest('.twin'));
	if (!rows.length)
		return '';
	const first = rows[0].dataset.frame, { frame, last = frame } = rows.at(-1).dataset;
	return first === last ? say(`, 패킷 ${first}`, `, packet ${first}`) : say(`, 패킷 ${first}–${last}`, `, packets ${first}–${last}`);
}

// The title of a view begins with what it is: "#12 PSH, ACK · …", "Time-sequence graph, …".
function nameOfPackets(block) {
	const [, view] = /\bpackets-(\w+)/.exec(block.className) ?? [];
	if (view in views)
		return views[view] + packetsOf(block);
	const title = block.querySelector('.diagram > svg > title')?.textContent ?? block.querySelector('.stream-text')?.getAttribute('aria-label');
	return joined(title && !title.startsWith('#') ? title.split(/[:,]\s/)[0] : (title || wordsIn(block)).split(' · ')[0]);
}

function nameOfPicture(section) {
	const sides = [...section.querySelectorAll('.compare .side-title')];
	if (sides.length)
		return joined(sides.map((side) => side.textContent).join(', '));
	const block = section.querySelector('.packets');
	return block ? nameOfPackets(block) : section.querySelector('img, svg, video') ? say('그림', 'Picture') : '';
}

// Without what turns the direction of words, which would turn what is written behind them in a list or in a chat.
export const straight = (words) => words.replace(/[\u202a-\u202e\u2066-\u2069]/g, '');

// The words of a part of a slide, or what it shows.
export const nameOfPart = (node, most) => cut(joined(straight(wordsIn(node))) || nameOfPicture(node), most);

export function slideName(section) {
	const heading = [...section.querySelectorAll('h1, h2, h3, h4')].find((one) => !one.closest(BESIDE) && joined(one.textContent));
	if (heading)
		return cut(joined(straight(heading.textContent)), MOST_OF_HEADING);
	return nameOfPart(section, MOST_OF_WORDS) || say('제목 없음', 'untitled');
}
