// The votes of a shared talk. A listener's window votes, and shows its own choice; the stage shows what the room voted
// once the answer is shown, and tells the server when that is; the speaker sees the counts all the time.
import { onChange } from '../base/changes.js';
import { element, setAttributes } from '../base/elements.js';
import { isPrintPage, printing, say } from '../base/page.js';
import { refresh } from '../picture/stepping.js';
import { isStage, on, role, send } from '../speaker/windows.js';
import { addressOf, inTurn, onRoom, pageName, postFor, room } from './connection.js';
import { startVoteCounts } from './vote-counts.js';

const known = new Map(); // what the server says, by the id of the question: { ask, shown, counts, mine }
const path = (kind, ask) => [`${kind}/${addressOf(pageName())}`, `ask=${encodeURIComponent(ask.id)}`];
const sendVote = inTurn(), choicesOf = (ask) => [...ask.querySelectorAll(':scope > .ask-choices > li')], letter = (index) => String.fromCharCode(65 + index);
const asksHere = document.getElementsByClassName('ask'); // to search at each step takes time
const asksIn = (root) => [...root.querySelectorAll('.ask')];

const votes = () => isStage && room && room.role === 'listener';
// The answer is not there for listeners before it was shown, also where they scroll ahead of the talk.
const isWithheld = (ask) => votes() && !room.ahead && !known.get(ask.id)?.shown;

async function vote(ask, choice) {
	const before = known.get(ask.id);
	known.set(ask.id, { ...before, ask: ask.id, mine: choice });
	tell(ask, '');
	draw();
	const answer = await sendVote(...path('vote', ask), `choice=${choice}`);
	if (answer?.ok)
		return;
	if (known.get(ask.id)?.mine === choice)
		known.set(ask.id, { ...known.get(ask.id), mine: before?.mine });
	tell(ask, answer?.status === 409 ? say('정답이 이미 나왔습니다.', 'The answer was shown already.')
		: answer?.status === 429 ? say('표를 너무 자주 바꾸었습니다.', 'You changed your vote too often.')
			: say('표를 보내지 못했습니다. 다시 누르십시오.', 'Your vote was not sent: press again.'));
	draw();
}

function tell(ask, words) {
	let line = ask.querySelector(':scope > .vote-words');
	if (!line) {
		line = setAttributes(element('p', 'vote-words'), { role: 'status' });
		ask.querySelector(':scope > .ask-choices').after(line);
	}
	if (line.textContent !== words)
		line.textContent = words;
}

// ---- on a slide ----

function drawButtons(ask, choice, index, state) {
	let button = choice.querySelector(':scope > .vote');
	if (!votes() || state?.shown || ask.matches('.solved')) {
		button?.remove();
	} else {
		if (!button) {
			button = setAttributes(element('button', 'vote'), { type: 'button', 'aria-label': `${letter(index)}: ${choice.textContent.trim()}` });
			button.addEventListener('click', () => vote(ask, index));
			choice.append(button);
		}
		button.setAttribute('aria-pressed', String(state?.mine === index));
	}
	choice.classList.toggle('mine', Boolean(votes()) && state?.mine === index);
}

function drawBar(ask, choice, index, state) {
	const all = state?.shown && state.counts ? state.counts.reduce((sum, count) => sum + count, 0) : 0;
	let bar = choice.querySelector(':scope > .vote-bar');
	if (!all || !ask.matches('.solved') && !votes()) {
		bar?.remove();
		choice.querySelector(':scope > .vote-count')?.remove();
		choice.classList.remove('voted');
		return;
	}
	if (!bar) {
		bar = setAttributes(element('span', 'vote-bar'), { 'aria-hidden': 'true' });
		choice.append(bar, element('span', 'vote-count'));
	}
	choice.classList.add('voted');
	bar.style.width = `${100 * state.counts[index] / all}%`;
	choice.querySelector(':scope > .vote-count').textContent = say(`${state.counts[index]}표`, `${state.counts[index]} of ${all}`);
}

let isDrawing = false;
function draw() {
	if (isDrawing || printing() || role === 'clicker' || role === 'speaker')
		return;
	isDrawing = true;
	for (const ask of asksIn(document)) {
		const state = known.get(ask.id), was = ask.matches('.withheld');
		ask.classList.toggle('withheld', Boolean(isWithheld(ask)));
		const wasRevealed = ask.matches('.revealed'); // on a phone that does not take the steps of the talk
		ask.classList.toggle('revealed', Boolean(votes() && state?.shown));
		if (was !== ask.matches('.withheld') || wasRevealed !== ask.matches('.revealed'))
			refresh(ask.closest('section'));
		choicesOf(ask).forEach((choice, index) => {
			drawButtons(ask, choice, index, state);
			drawBar(ask, choice, index, state);
		});
		if (votes() && !ask.querySelector(':scope > .vote-words'))
			tell(ask, '');
	}
	isDrawing = false;
}

// ---- the stage, and the speaker ----

// The question that a slide asks now, or answers.
const current = (section) => asksIn(section).filter((ask) => !ask.dataset.frame || ask.matches('.now'));

const said = new Set(); // questions whose answer this window has told the server of
async function showAnswered() {
	if (!room?.leads || !isStage || !Reveal.isReady())
		return;
	for (const ask of current(Reveal.getCurrentSlide())) {
		if (!ask.matches('.solved') || known.get(ask.id)?.shown || said.has(ask.id))
			continue;
		said.add(ask.id);
		const answer = await postFor(...path('answer', ask), 'show').catch(() => null);
		if (!answer?.ok)
			said.delete(ask.id);
	}
}

// In words, "A 3 · B 12": one line for each question of the slide; null for one without questions.
export function countWords(section) {
	const asks = section ? current(section) : [];
	if (!asks.length)
		return null;
	return asks.map((ask) => {
		const counts = known.get(ask.id)?.counts ?? choicesOf(ask).map(() => 0);
		const right = Number(ask.dataset.answer), all = counts.reduce((sum, count) => sum + count, 0);
		return `${counts.map((count, index) => `${letter(index)}${index === right ? '\u2713' : ''} ${count}`).join(' \u00b7 ')} (${say(`모두 ${all}표`, `${all} in all`)})`;
	}).join('\n');
}

const closed = () => current(Reveal.getCurrentSlide()).filter((ask) => known.get(ask.id)?.shown);

let last = '';
function tellSpeaker(isAsked = false) {
	if (!isStage || room?.role !== 'presenter' || !Reveal.isReady())
		return;
	const state = { words: countWords(Reveal.getCurrentSlide()), isClosed: room.leads && closed().length > 0 };
	if (JSON.stringify(state) === last && isAsked !== true)
		return;
	last = JSON.stringify(state);
	send('votes', state);
}

// The room votes again: the stage goes back to the question, since its answer would close the vote at once.
async function voteAgain() {
	const asks = closed();
	if (!room?.leads)
		return;
	for (let steps = 0; asks.some((ask) => ask.matches('.solved')) && steps < 100 && Reveal.prevFragment(); steps++)
		refresh(Reveal.getCurrentSlide(), true);
	for (const ask of asks)
		await postFor(...path('answer', ask), 'again').catch(() => null); // the counts show whether it did
}

export function drawVotes() {
	if (!asksHere.length && !last)
		return; // nor did it have one
	draw();
	showAnswered();
	tellSpeaker();
}

function take(items) {
	const ids = new Set(items.map((item) => item.ask));
	for (const id of [...known.keys()].filter((one) => !ids.has(one)))
		known.delete(id);
	for (const item of items) {
		known.set(item.ask, item);
		if (!item.shown)
			said.delete(item.ask);
	}
	drawVotes();
}

export function startVotes() {
	if (isPrintPage)
		return;
	if (role === 'speaker') {
		startVoteCounts(() => send('vote-again'), (show) => on('votes', show));
		return;
	}
	if (!isStage && role !== 'clicker')
		return;
	onRoom('votes', take);
	if (role === 'clicker')
		return;
	onRoom('room', drawVotes);
	onChange(drawVotes);
	on('hello', () => tellSpeaker(true));
	on('vote-again', voteAgain);
	Reveal.on('ready', drawVotes);
	// After the steps of pictures, which mark what is answered.
	for (const name of ['slidechanged', 'fragmentshown', 'fragmenthidden'])
		Reveal.on(name, () => queueMicrotask(drawVotes));
}
