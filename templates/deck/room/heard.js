// What listeners said of the slide on the stage, beside the speaker's notes. The projector does not show it.
import { element, setAttributes } from '../base/elements.js';
import { say, sectionOf } from '../base/page.js';
import { isServed, on } from '../speaker/windows.js';
import { onRoom } from './connection.js';
import { asksFeedback, feedbackPath, marksLine, mostWanted, read, said } from './feedback-said.js';

const KINDS = ['', say('배운 것', 'learned'), say('따라가지 못한 곳', 'got lost'), say('해 볼 것', 'to try')];

let shown = '', place = null;

function itemLine(item) {
	const by = [item.frame ? `#${item.frame}` : '', item.name, item.upvotes ? `▲ ${item.upvotes}` : ''].filter(Boolean).join(' · ');
	return element('li', '', KINDS[item.kind] ? element('b', '', `${KINDS[item.kind]}: `) : null, item.words, by ? element('span', 'by', ` ${by}`) : null);
}

function draw() {
	const here = mostWanted(shown).filter((item) => !item.done);
	const elsewhere = said.items.filter((item) => !item.done && item.slide !== shown).length;
	const marks = marksLine(shown);
	place.hidden = !marks && !here.length && !elsewhere;
	const all = setAttributes(element('a', '', say(`다른 슬라이드의 의견 ${elsewhere}개`, `${elsewhere} on other slides`)), { href: feedbackPath(shown), target: '_blank', rel: 'noopener' });
	place.replaceChildren(...[marks, here.length ? element('ol', '', ...here.map(itemLine)) : null, elsewhere ? element('p', 'elsewhere', all) : null].filter(Boolean));
}

async function hear() {
	if (shown && await read())
		draw();
}

export function startHearing() {
	if (!isServed || !asksFeedback())
		return;
	place = setAttributes(element('section', 'heard'), { 'aria-label': say('청중의 의견', 'What listeners say'), tabindex: 0 });
	place.hidden = true;
	document.querySelector('.speaker-notes').append(place);
	onRoom('feedback', hear);
	on('state', (state) => {
		const id = sectionOf(state)?.id ?? '';
		if (id === shown)
			return;
		const isFirst = !shown;
		shown = id;
		if (isFirst)
			hear();
		else
			draw();
	});
}
