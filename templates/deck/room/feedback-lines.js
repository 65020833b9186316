// What a listener said, as lines for a chat; `pcapdeck feedback add` reads them (src/feedback/lines.c). They stand in a
// fence: there a chat makes no mention, link or picture of what is in them.
import { say } from '../base/page.js';
import { straight } from '../base/slide-name.js';

const MARKS = ['', say('이해됐어요', 'clear'), say('놓쳤어요', 'lost me'), say('너무 빨라요', 'too fast')];
const KINDS = [say('질문', 'question'), say('배운 것', 'learned'), say('따라가지 못한 곳', 'got lost'), say('해 볼 것', 'try next')];
const FENCE = '```', GAP = '\u200b';

const onOneLine = (words) => straight(words).trim().replace(/\s*\n\s*/g, ' ⏎ ').replaceAll('``', `\`${GAP}\``);

function placeOf({ slide, step, capture, frame }) {
	const parts = [slide];
	if (step > 0)
		parts.push(`${say('단계', 'step')} ${step}`);
	if (frame)
		parts.push(`${capture ? `${capture} ` : ''}#${frame}`);
	return `[${parts.join(' · ')}]`;
}

// `said`: { visitor, name, marks: { slide: mark }, items: [{ slide, step, capture, frame, kind, words }] }.
export function linesOf(talk, { visitor, name, marks, items }) {
	const head = `pcapdeck ${say('의견', 'feedback')}: ${talk} · ${visitor}${name ? ` · ${onOneLine(name)}` : ''}`;
	return [FENCE, head,
		...Object.entries(marks).map(([slide, mark]) => `[${slide}] ${MARKS[mark]}`),
		...items.map((item) => `${placeOf(item)} ${KINDS[item.kind]}: ${onOneLine(item.words)}`),
		FENCE, ''].join('\n');
}
