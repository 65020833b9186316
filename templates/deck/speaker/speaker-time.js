// The bar above the speaker's notes: the elapsed time, the pace against the plan, the time of day.
import { element, setAttributes } from '../base/elements.js';
import { leaves, page, say } from '../base/page.js';
import { elapsedOf, isNewer, minutes, paceOf, paceWords, pausedClock, planOf, startedClock } from './talk-clock.js';
import { on, send } from './windows.js';

const MANY_SLIDES = 80; // the slides of a longer talk have no marks on the bar

// A slide may have got another id, and another place among the slides.
export const isSamePlace = (one, other) => one.step === other.step && (one.section === other.section || one.section?.id === other.section?.id);

const button = (className, pressed) => {
	const node = element('button', className);
	node.type = 'button';
	node.addEventListener('click', pressed);
	return node;
};

// The bar of a talk, and the functions that move it: { node, follow(state, index), showClock(clock), renew() }, the last one
// for other slides. `told` gets each
// setting of the clock that is made here. Without `isStarter`, it starts elsewhere.
export function timeBar(told = (clock) => send('clock', clock), isStarter = true) {
	let clock = null, index = 0, place = null, plan = null, wasLate = '';
	let isTold = false, isUnderWay = false; // whether the stage has said what its clock is; whether the talk moves
	const passed = element('span', 'passed'), wall = element('time', 'wall');
	const toggle = button('toggle', () => set(clock?.since ? pausedClock(clock, Date.now()) : startedClock(clock, Date.now())));
	const reset = button('reset', () => set({ spent: 0, since: clock?.since ? Date.now() : 0 }));
	reset.textContent = say('처음부터', 'Reset');
	const track = element('div', 'track', element('div', 'due'), element('div', 'spent'));
	const whole = element('span', 'whole'), pace = element('span', 'pace-words'), warning = element('span', 'visually-hidden');
	warning.setAttribute('role', 'status');
	const node = element('header', 'speaker-time',
		element('div', 'elapsed', passed, toggle, reset),
		element('div', 'pace', track, element('div', 'words', whole, pace), warning), wall);
	setAttributes(track, { role: 'img' });

	function makePlan() {
		plan = planOf(leaves().map((section) => Number(section.dataset.timing) || 0), Number(page.dataset.duration) || 0);
		track.querySelectorAll('i').forEach((mark) => mark.remove());
		let at = 0;
		for (const seconds of plan && plan.slides.length <= MANY_SLIDES ? plan.slides.slice(0, -1) : []) {
			at += seconds;
			if (at < plan.total)
				track.append(setAttributes(element('i'), { style: `left: ${100 * at / plan.total}%` }));
		}
	}

	function set(next) {
		clock = { ...next, at: Date.now() };
		told(clock);
		draw();
	}

	const part = (seconds) => `${Math.max(0, Math.min(100, 100 * seconds / plan.total))}%`;

	function drawPlan(elapsed) {
		const now = paceOf(plan, index, elapsed);
		const words = paceWords(now, elapsed);
		node.dataset.state = now.state;
		node.dataset.pace = now.lead > 1 ? 'ahead' : now.lead < -1 ? 'behind' : 'on';
		track.querySelector('.spent').style.width = part(elapsed);
		Object.assign(track.querySelector('.due').style, { left: part(now.start), width: part(Math.min(now.end, plan.total) - now.start) });
		[whole.textContent, pace.textContent] = words;
		track.setAttribute('aria-label', words.join(' · '));
		// Screen readers say this once, when it begins.
		const late = now.state === 'over' || now.state === 'warned' ? now.state : '';
		if (late !== wasLate)
			warning.textContent = late ? words[0] : '';
		wasLate = late;
	}

	function drawCount() {
		const count = leaves().length;
		track.querySelector('.spent').style.width = `${100 * (index + 1) / count}%`;
		whole.textContent = say(`슬라이드 ${index + 1} / ${count}`, `slide ${index + 1} of ${count}`);
		pace.textContent = say('duration:도 t:도 없어 남은 시간은 알 수 없습니다', 'no duration: and no t:, so no pace');
		track.setAttribute('aria-label', whole.textContent);
	}

	function draw() {
		const elapsed = elapsedOf(clock, Date.now());
		passed.textContent = minutes(elapsed);
		const isRunning = Boolean(clock?.since);
		node.classList.toggle('stopped', !isRunning);
		toggle.textContent = isRunning ? say('멈춤', 'Pause') : elapsed > 0 ? say('계속', 'Go on') : say('시작', 'Start');
		wall.textContent = new Date().toLocaleTimeString(page.lang, { hour: '2-digit', minute: '2-digit' });
		if (plan)
			drawPlan(elapsed);
		else
			drawCount();
	}

	function showClock(next) {
		clock = next;
		draw();
	}

	function startOnce() {
		if (isStarter && isTold && isUnderWay && !clock?.since && !(clock?.spent > 0))
			set(startedClock(clock, Date.now()));
	}

	// The stage keeps the clock while this window is closed, and this window keeps it while the stage is closed.
	on('clock', (received) => {
		isTold = true;
		if (isNewer(received, clock))
			showClock(received);
		else if (!received && clock)
			send('clock', clock);
		startOnce();
	});
	function renew() {
		makePlan();
		draw();
	}

	setInterval(draw, 250);
	renew();
	return {
		node, showClock, renew,
		// The clock starts with the first move, or when this window opens in the middle of a talk.
		follow(state, at) {
			const here = { section: leaves()[at], step: state.f };
			const isMoved = place === null ? !state.isFirst : !isSamePlace(here, place);
			place = here;
			index = at;
			isUnderWay = isMoved || (isUnderWay && !isTold);
			startOnce();
			draw();
		},
	};
}
