// The clock of a talk, which starts, stops and restarts, and the plan that it is compared with.
import { say } from '../base/page.js';

// Returns the seconds of each slide, or null without any plan, for a talk of `duration` seconds (0: not known) whose
// slides take `times` (0: not known). Slides without a time share what the others leave of the duration, or get 0 when
// nothing is left.
export function planOf(times, duration) {
	const said = times.filter((time) => time > 0);
	const sum = said.reduce((all, time) => all + time, 0);
	if (!duration && !said.length)
		return null;
	const open = times.length - said.length;
	const share = duration ? Math.max(0, duration - sum) / (open || 1) : sum / said.length;
	const slides = times.map((time) => (time > 0 ? time : share));
	return { slides, total: duration || slides.reduce((all, time) => all + time, 0) };
}

// The last tenth of a talk, but at least one minute and at most five.
const warningOf = (total) => Math.max(60, Math.min(300, total / 10));

// Compares `elapsed` seconds with the plan, on slide `index`.
export function paceOf(plan, index, elapsed) {
	const start = plan.slides.slice(0, index).reduce((all, time) => all + time, 0);
	const end = start + (plan.slides[index] || 0);
	const left = plan.total - elapsed;
	const lead = elapsed < start ? start - elapsed : elapsed > end ? end - elapsed : 0; // positive: too fast
	const isWarned = left <= warningOf(plan.total) && plan.total > 60;
	return { start, end, left, lead, state: left < 0 ? 'over' : isWarned ? 'warned' : lead > 0 ? 'ahead' : lead < 0 ? 'behind' : 'on' };
}

// Formats 83 seconds as 1:23, and an hour as 1:00:00.
export function minutes(seconds) {
	const whole = Math.max(0, Math.floor(seconds));
	const two = (number) => String(number).padStart(2, '0');
	const hours = Math.floor(whole / 3600);
	return (hours ? `${hours}:${two(Math.floor(whole / 60) % 60)}` : Math.floor(whole / 60)) + ':' + two(whole % 60);
}

// The words of the bar: [for the whole talk, for this slide].
export function paceWords({ state, left, lead, end }, elapsed) {
	const whole = state === 'over' ? say(`${minutes(-left)} 지났습니다`, `${minutes(-left)} over`)
		: state === 'warned' ? say(`${minutes(left)} 남았습니다. 마무리하십시오`, `${minutes(left)} left: come to the end`)
			: say(`${minutes(left)} 남음`, `${minutes(left)} left`);
	const isNear = Math.abs(lead) < 1;
	const pace = isNear ? say('예정대로', 'on time') : lead > 0 ? say(`${minutes(lead)} 빠름`, `${minutes(lead)} ahead`) : say(`${minutes(-lead)} 늦음`, `${minutes(-lead)} behind`);
	const slide = end > elapsed ? say(`이 슬라이드 ${minutes(end - elapsed)}`, `${minutes(end - elapsed)} for this slide`) : say('이 슬라이드 시간 끝', 'no time left for this slide');
	return [whole, `${pace} · ${slide}`];
}

// A clock is { spent, since } in milliseconds, and runs while it has `since`. null: it was never started. Windows that
// tell it to each other add `at`, the time when it was set.
export const elapsedOf = (clock, now) => (clock ? (clock.spent + (clock.since ? now - clock.since : 0)) / 1000 : 0);
export const startedClock = (clock, now) => ({ spent: clock ? clock.spent : 0, since: now });
export const isNewer = (one, other) => Boolean(one) && (!other || one.at > other.at);
export const pausedClock = (clock, now) => ({ spent: elapsedOf(clock, now) * 1000, since: 0 });
