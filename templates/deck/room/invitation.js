// The link of a shared talk as a QR code, large enough for the back of the room.
import { element, shape } from '../base/elements.js';
import { say } from '../base/page.js';
import { openSheet } from '../stage/sheet.js';
import { isStage } from '../speaker/windows.js';
import { room } from './connection.js';

const MARGIN = 4; // in modules: what the standard asks for

export function qrCode({ link, width, path }) {
	const all = width + 2 * MARGIN;
	const code = shape('svg', { class: 'qr-code', viewBox: `${-MARGIN} ${-MARGIN} ${all} ${all}`, role: 'img', 'aria-label': say('QR 코드', 'QR code'), 'shape-rendering': 'crispEdges' },
		shape('rect', { x: -MARGIN, y: -MARGIN, width: all, height: all, fill: '#fff' }), shape('path', { d: path, fill: '#000' }));
	return [code, element('p', 'qr-link', link)];
}

async function openInvitation() {
	if (!room)
		return;
	const answer = await fetch('/room/invitation');
	if (!answer.ok)
		return;
	let sheet = null;
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('닫기', 'close'));
	close.type = 'button';
	close.addEventListener('click', () => sheet.close());
	const title = element('h2', '', say('함께 보기', 'Follow this talk'));
	sheet = openSheet('invitation-sheet', title.textContent, null, element('div', 'heading', title, close), element('div', 'invitation', ...qrCode(await answer.json())));
	sheet?.addEventListener('keydown', (event) => {
		if (event.code === 'KeyQ') {
			event.preventDefault();
			sheet.close();
		}
	});
}

export function offerInvitation() {
	if (isStage)
		Reveal.addKeyBinding({ keyCode: 81, key: 'Q', description: say('QR 코드', 'QR code') }, openInvitation);
}
