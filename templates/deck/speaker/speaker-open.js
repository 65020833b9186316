// Opens the speaker's window from the stage, by S or by its line on the sheet of all keys.
import { element } from '../base/elements.js';
import { say } from '../base/page.js';
import { keepStageClock } from './stage-clock.js';
import { isStage, speakerWindow } from './windows.js';

let notice = null;

function hideNotice() {
	if (notice)
		notice.remove();
	notice = null;
}

function showPopupBlocked() {
	hideNotice();
	const close = element('button', '', say('닫기', 'Close'));
	close.type = 'button';
	close.addEventListener('click', hideNotice);
	notice = element('div', 'speaker-blocked',
		element('p', '', element('b', '', say('브라우저가 발표자 화면을 막았습니다.', 'The browser blocked the speaker view.')), ' ',
			say('주소창의 팝업 차단 표시를 눌러 이 페이지의 팝업을 허용한 뒤, S를 다시 누르십시오.', 'Allow pop-ups for this page, with the sign in the address bar, and press S again.')),
		close);
	notice.setAttribute('role', 'alert');
	document.body.append(notice);
}

function openSpeaker() {
	const there = speakerWindow();
	if (there) {
		there.focus();
		setTimeout(() => { if (there.closed) openSpeaker(); }, 400); // it was closing
		return;
	}
	const address = location.href.replace(/[?#].*$/, '') + '?speaker';
	const size = `popup,width=${Math.min(1280, screen.availWidth)},height=${Math.min(800, screen.availHeight)}`;
	const view = window.open(address, 'pcapdeck-speaker', size);
	if (!view || view.closed)
		showPopupBlocked();
	else
		hideNotice();
}

export function offerSpeaker() {
	if (!isStage)
		return;
	keepStageClock();
	Reveal.addKeyBinding({ keyCode: 83, key: 'S', description: say('발표자 화면', 'Speaker view') }, openSpeaker);
}
