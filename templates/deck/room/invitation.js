// The link of a shared talk as a QR code, large enough for the back of the room.
import { onNewSlides } from '../base/changes.js';
import { element, shape } from '../base/elements.js';
import { leaves, say } from '../base/page.js';
import { openSheet } from '../stage/sheet.js';
import { isStage } from '../speaker/windows.js';
import { onRoom, room } from './connection.js';

const MARGIN = 4; // in modules: what the standard asks for

export function qrCode({ link, width, path }) {
	const all = width + 2 * MARGIN;
	const code = shape('svg', { class: 'qr-code', viewBox: `${-MARGIN} ${-MARGIN} ${all} ${all}`, role: 'img', 'aria-label': say('QR 코드', 'QR code'), 'shape-rendering': 'crispEdges' },
		shape('rect', { x: -MARGIN, y: -MARGIN, width: all, height: all, fill: '#fff' }), shape('path', { d: path, fill: '#000' }));
	return [code, element('p', 'qr-link', link)];
}

async function readInvitation() {
	const answer = room && await fetch('/room/invitation').catch(() => null);
	return answer?.ok ? answer.json() : null;
}

// On the first slide of the window that leads, until another one does.
async function showOnFirst() {
	const section = leaves()[0], there = section?.querySelector('.first-invitation');
	if (!section) // reveal.js is making pages of the slides
		return;
	document.querySelectorAll('.first-invitation').forEach((one) => one === there || one.remove());
	if (!room.leads || !section.matches('.title-slide')) {
		there?.remove();
		return;
	}
	const invitation = there ? null : await readInvitation();
	if (invitation && room.leads && !section.querySelector('.first-invitation'))
		section.append(element('figure', 'first-invitation', qrCode(invitation)[0], element('figcaption', '', say('함께 보기 · 크게 ', 'Join in \u00b7 larger: '), element('kbd', '', 'Q'))));
}

async function openInvitation() {
	const invitation = await readInvitation();
	if (!invitation)
		return;
	let sheet = null;
	const close = element('button', 'close', element('kbd', '', 'Esc'), ' ', say('닫기', 'close'));
	close.type = 'button';
	close.addEventListener('click', () => sheet.close());
	const title = element('h2', '', say('함께 보기', 'Follow this talk'));
	sheet = openSheet('invitation-sheet', title.textContent, null, element('div', 'heading', title, close), element('div', 'invitation', ...qrCode(invitation)));
	sheet?.addEventListener('keydown', (event) => {
		if (event.code === 'KeyQ') {
			event.preventDefault();
			sheet.close();
		}
	});
}

export function offerInvitation() {
	if (!isStage)
		return;
	onRoom('room', showOnFirst);
	onNewSlides(() => room && showOnFirst());
	if (room)
		showOnFirst();
	Reveal.addKeyBinding({ keyCode: 81, key: 'Q', description: say('QR 코드', 'QR code') }, openInvitation);
}
