// A sheet of all keys, those for packets first. On a touch screen its lines are buttons.
import { blank } from './blank-screen.js';
import { element } from '../base/elements.js';
import { openJump } from './jump.js';
import { openOverview } from './overview.js';
import { saveCaptures } from '../packet/packet-file.js';
import { page, say } from '../base/page.js';
import { point } from './pen-and-spot.js';
import { openSheet } from './sheet.js';
import { zoomIn } from './zoom.js';

// The action of a pressed line, where it makes sense without the key.
const groups = () => [
	[say('패킷', 'Packets'), [
		[['Enter', '↓'], say('지금 패킷 열기: 비트와 바이트', 'open the packet: its bits and bytes')],
		[['Esc', '↑'], say('패킷에서 돌아오기', 'back from the packet')],
		[['1', '3', 'Enter'], say('13번 패킷으로', 'go to packet 13'), () => openJump('', false)],
		[['D'], say('패킷을 pcap 파일로 저장', 'save the packets as a pcap file'), saveCaptures],
	]],
	[say('이동', 'Go'), [
		[['→', 'Space', 'PgDn'], say('다음 단계, 다음 슬라이드', 'next step, next slide'), () => Reveal.next()],
		[['←', 'PgUp'], say('이전으로', 'back'), () => Reveal.prev()],
		[['Alt →'], say('남은 단계를 건너뛰고 다음 슬라이드', 'next slide, past its steps')],
		[['Home', 'End'], say('처음, 끝', 'the first, the last')],
		[['G'], say('슬라이드로: 번호나 단어', 'to a slide: a number or words'), () => openJump('', true)],
		[['Esc', 'O'], say('모든 슬라이드, 찾기', 'all slides, and search'), openOverview],
	]],
	[say('가리키기', 'Point'), [
		[['R'], say('레이저', 'laser'), () => point('spot')],
		[['C'], say('펜: 1–4 색, U 되돌리기', 'pen: 1–4 its color, U takes a stroke back'), () => point('pen')],
		[['Z'], say('확대: + − 크기, 화살표로 옮기기, Ctrl+휠', 'nearer: + − its size, arrows move, Ctrl+wheel'), zoomIn],
		[['X'], say('이 슬라이드의 필기 지우기', 'erase the strokes on this slide')],
	]],
	[say('화면', 'Screen'), [
		[['B', '.'], say('검은 화면, 아무 키나 누르면 돌아옴', 'black; any key comes back'), () => blank(false)],
		[['W'], say('흰 화면', 'white'), () => blank(true)],
		[['F'], say('전체 화면', 'full screen'), () => Reveal.triggerKey(70)],
		[['S'], say('발표자 화면', 'speaker view'), () => Reveal.triggerKey(83)],
		...page.matches('.shared') ? [[['Q'], say('QR 코드: 청중의 기기로 따라 보기', 'QR code: follow on another device'), () => Reveal.triggerKey(81)]] : [],
		[['?'], say('이 목록', 'these keys')],
	]],
];

function line([keys, words, act], sheet) {
	const what = [element('span', 'keys', ...keys.flatMap((key) => [element('kbd', '', key), ' '])), element('span', 'does', words)];
	if (!act)
		return element('li', '', element('div', 'line', ...what));
	const button = element('button', 'line', ...what);
	button.type = 'button';
	button.addEventListener('click', () => {
		sheet().close();
		act();
	});
	return element('li', '', button);
}

export function openHelp() {
	let sheet = null;
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('닫기', 'close'));
	close.type = 'button';
	const isColumn = Reveal.isScrollView(); // it has no pointer, and no audience in front of it
	const shown = groups().filter((_, index) => !isColumn || index < 2);
	const columns = shown.map(([name, lines]) => element('section', '', element('h3', '', name), element('ul', '', ...lines.map((one) => line(one, () => sheet)))));
	const title = element('h2', '', say('단축키', 'Keys'));
	sheet = openSheet('help-sheet', title.textContent, null, element('div', 'heading', title, close), element('div', 'groups', ...columns));
	if (!sheet)
		return;
	sheet.tabIndex = -1;
	sheet.focus();
	close.addEventListener('click', () => sheet.close());
	sheet.addEventListener('keydown', (event) => {
		if (event.key === '?' || event.key === 'F1') {
			event.preventDefault();
			sheet.close();
		}
	});
}

// The button for fingers; a mouse finds it in its corner.
export function addHelpButton() {
	const button = element('button', 'help-button', '?');
	button.type = 'button';
	button.setAttribute('aria-label', say('단축키', 'all keys'));
	button.addEventListener('click', openHelp);
	document.querySelector('.reveal').append(button);
}
