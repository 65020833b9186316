// What the speaker's window says of the stage itself: that it does not answer, that it is blank, what it refused, and quietly,
// what is over its slide.
import { element } from '../base/elements.js';
import { say } from '../base/page.js';
import { isStageThere } from './windows.js';

const BRIEFLY_MS = 8000;

const parts = {}; // elements, by name

// Makes the place for what is said, below `above`.
export function makeAlerts(above) {
	const alerts = ['lost', 'blank', 'told'].map((name) => {
		parts[name] = element('p', `alert ${name}`);
		parts[name].setAttribute('role', 'alert');
		return parts[name];
	});
	parts.lost.hidden = true;
	return element('div', 'alerts', above, ...alerts);
}

export function showConnectionLost(isLost) {
	if (parts.lost.hidden !== isLost)
		return;
	parts.lost.hidden = !isLost;
	parts.lost.textContent = !isLost ? '' : isStageThere()
		? say('발표 창이 응답하지 않습니다. 그 창에서 이 발표를 다시 여십시오.', 'The stage does not answer. Open this talk in its window again.')
		: say('발표 창이 닫혔습니다. 발표를 다시 열고 S를 누르십시오.', 'The window with the stage is closed. Open the talk again and press S there.');
}

// Makes the place for what needs no alert.
export function makeStatus() {
	parts.onStage = element('span', 'on-stage');
	parts.onStage.setAttribute('role', 'status');
	return parts.onStage;
}

const sheets = {
	'overview-sheet': say('발표 화면: 모든 슬라이드', 'Stage: all slides'),
	'help-sheet': say('발표 화면: 단축키', 'Stage: all keys'),
};

function write(part, words) {
	if (part.textContent !== words)
		part.textContent = words;
}

export function showOverSlide({ isPaused, isZoomed, sheet }) {
	write(parts.blank, isPaused ? say('발표 화면을 가려 두었습니다. 아무 키나 누르면 돌아옵니다.', 'The stage is blank: any key brings it back.') : '');
	write(parts.onStage, sheets[sheet] ?? (isZoomed ? say('발표 화면: 확대', 'Stage: zoomed in') : ''));
}

export function showBriefly(words) {
	parts.told.textContent = words;
	clearTimeout(showBriefly.timer);
	showBriefly.timer = setTimeout(() => { parts.told.textContent = ''; }, BRIEFLY_MS);
}
