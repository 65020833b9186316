// Describes the next step in words: a packet and its remark, lines of code, a part of the slide, or the next one.
import { element } from '../base/elements.js';
import { say } from '../base/page.js';
import { nameOfPart, slideName } from '../base/slide-name.js';
import { callWords, labelOf } from '../packet/rows.js';
import { statesOf } from './speaker-notes.js';

const MOST_OF_PART = 160; // letters

// The sender and the receiver, from the title of the row in the picture: "#4 · 0.014 ms · client → server · …".
function wayOf(row) {
	const title = row.querySelector(':scope > title');
	const [, , way] = title ? title.textContent.split(' · ') : [];
	const [from, to] = way ? way.split(' → ') : [];
	return from && to ? [from, to] : null;
}

function remarkWords(remark) {
	const [what, ...lines] = remark.children;
	const head = [...what.childNodes].filter((node) => !node.matches?.('.place')).map((node) => node.textContent).join('').trim();
	return [head, lines.map((line) => line.textContent.trim()).join(' ')];
}

function packetWords(row) {
	const block = row.closest('.packets');
	const { frame, last } = row.dataset;
	const way = wayOf(row);
	const name = `${frame}${last ? '–' + last : ''} · ${labelOf(block, frame)}`;
	const head = way ? say(`${name}, ${way[0]} → ${way[1]}`, `${name} from ${way[0]} to ${way[1]}`) : name;
	const remark = [...block.querySelectorAll('.remark')].find((one) => one.dataset.frame === frame);
	const said = remark ? [...remark.children].filter((line) => !line.matches('.what')).map((line) => line.textContent.trim()).join(' ') : '';
	return [head, said];
}

// The numbers of lines as ranges: "2, 4–6".
function rangesOf(numbers) {
	const ranges = [];
	for (const number of numbers) {
		const last = ranges.at(-1);
		if (last?.[1] === number - 1)
			last[1] = number;
		else
			ranges.push([number, number]);
	}
	return ranges.map(([first, last]) => (first === last ? first : `${first}–${last}`)).join(', ');
}

// The lines of code that a step points at (notes/markdown/markdown.c), and the first of them.
function codeWords(step) {
	const block = step.closest('pre'), number = String([...block.querySelectorAll('.code-step')].indexOf(step) + 1);
	const lines = [...block.querySelectorAll('.code-line')];
	const numbers = lines.map((line, index) => (line.dataset.steps?.split(' ').includes(number) ? index + 1 : 0)).filter(Boolean);
	if (!numbers.length)
		return [say('코드 전체', 'all of the code'), ''];
	const ranges = rangesOf(numbers);
	return [say(`코드 ${ranges}번째 줄`, numbers.length > 1 ? `lines ${ranges}` : `line ${ranges}`), lines[numbers[0] - 1].textContent.trim()];
}

// Returns [headline, text] of what follows state `step` (-1: the first one) of a slide.
export function nextWords(section, following, step) {
	if (step + 1 < statesOf(section) - 1) {
		const fragment = section.querySelectorAll('.fragment')[step + 1];
		if (fragment.matches('.row[data-frame]'))
			return packetWords(fragment);
		if (fragment.matches('.question'))
			return [say(`질문: ${fragment.dataset.frame}번 패킷`, `the question for packet ${fragment.dataset.frame}`), ''];
		if (fragment.matches('.row[data-call]'))
			return callWords(fragment);
		if (fragment.matches('.remark[data-told]'))
			return remarkWords(fragment);
		if (fragment.matches('.field-step'))
			return [...fragment.children].map((part) => part.textContent.trim().replace(/\s+/g, ' '));
		if (fragment.matches('.code-step'))
			return codeWords(fragment);
		// A mark in a picture has a title, which its lines repeat.
		return [nameOfPart(fragment.querySelector(':scope > title') ?? fragment, MOST_OF_PART), ''];
	}
	return following ? [slideName(following), ''] : null;
}

export function fillNext(place, words) {
	if (!words) {
		place.replaceChildren(element('p', 'next-head', say('마지막입니다', 'This is the end')));
		return;
	}
	const [head, said] = words;
	place.replaceChildren(element('p', 'next-head', element('span', 'label', say('다음: ', 'next: ')), head));
	if (said)
		place.append(element('p', 'next-said', said));
}
