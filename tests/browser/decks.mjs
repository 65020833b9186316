// The decks that the tests open, built by the real program into `work`.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, here, python, top, work } from './checks.mjs';

// 11 packets: a handshake, one request, one response, the close.
export const exchange = (file, ...bytes) => python('exchange.py', join(work, file), ...bytes);

// Every view, of an ordinary capture and of a hostile one. A longest line can be nearly as long as a packet;
// browsers then need seconds to lay out a slide, so only few tests ask for that.
export function fixture({ longest = 2000 } = {}) {
	copyFileSync(join(here, 'fixtures/talk.md'), join(work, 'talk.md'));
	copyFileSync(join(top, 'pcaps/pingpong.pcap'), join(work, 'pingpong.pcap'));
	exchange('ping.pcap');
	exchange('hostile.pcap',
		'GET /"><img/src=x/onerror=alert(1)> HTTP/1.1\\r\\n'
		+ 'Host: <script>alert(2)</script>\\r\\n'
		+ 'User-Agent: </script><script>alert(3)</script><!--<script>\\r\\n'
		+ 'X-Style: </style><svg onload=alert(4)>\\xff\\xfe\\x80\\r\\n'
		+ 'X-Long: ' + 'Z'.repeat(longest) + '\\r\\n\\r\\n',
		'HTTP/1.1 200 <b>OK</b>\\r\\nContent-Length: 34\\r\\n\\r\\n</title><script>alert(5)</script>\\n');
	return build(join(work, 'talk.md'));
}

// The views that are pictures, of captures with trouble in them.
export function pictures() {
	python('golden/traffic.py', work);
	exchange('ping.pcap');
	const talk = readFileSync(join(here, 'fixtures/pictures.md'), 'utf8');
	writeFileSync(join(work, 'pictures.md'), talk.replace('../pcaps', join(top, 'pcaps')));
	return build(join(work, 'pictures.md'));
}

// What Obsidian's users write: callouts of all kinds, tasks, TeX, another note; remarks without steps.
export function dialect() {
	exchange('ping.pcap');
	const kinds = ['note', 'abstract', 'info', 'todo', 'tip', 'success', 'question', 'warning', 'failure', 'danger', 'bug', 'example', 'quote'];
	const callouts = (some) => some.map((kind) => `> [!${kind}]\n\n`).join('');
	writeFileSync(join(work, 'other.md'), '# 다른 노트\n\n## 절\n\n다른 노트의 **글(text)**이다.\n\n## 안 보일 절\n');
	writeFileSync(join(work, 'dialect.md'), `---\ntitle: 방언\ncaptures: {ping: ping.pcap}\n---\n# 콜아웃\n\n${callouts(kinds.slice(0, 7))}\n`
		+ `---\n\n# 다른 콜아웃\n\n${callouts(kinds.slice(7))}> [!tip]- 접힌\n> 글\n\n`
		+ '---\n\n# 할 일\n\n- [x] 밖\n  - [ ] 안\n\n$RTT_{new}$과\n\n$$\na_1 * b_1 \\\\\n- c\n$$\n\n'
		+ '---\n\n# 다른 글\n\n앞^[각주다.]\n\n![[other#절]]\n\n'
		+ '---\n\n# 멈춘 그림\n\n```packets\nframes: 1-3\nstep: none\nnotes:\n  1: 하나\n  2: 둘\n```\n');
	return build(join(work, 'dialect.md'));
}

// Sequences behind whose last rows packets are left out: one of 20 packets, which scrolls on the stage, and one of eight,
// which scrolls on a phone.
export function torn() {
	const block = (title, frames) => `## ${title}\n\n\`\`\`packets p\nframes: ${frames}\n\`\`\`\n`;
	writeFileSync(join(work, 'torn.md'), `---\ntitle: Left out\nlang: en\ncaptures: {p: ${join(top, 'pcaps/pingpong.pcap')}}\n---\n\n${block('Twenty', '1-20')}\n---\n\n${block('Eight', '1-8')}`);
	return build(join(work, 'torn.md'));
}

// How much of what is left out behind the last row of a slide's picture is in view: 'all', 'none' or 'a part'. Runs in the page.
export function tornBelowIn(slide) {
	const figure = slide.querySelector('.diagram'), { top, bottom } = figure.getBoundingClientRect();
	const words = figure.querySelector('.tear.below .torn'), box = words.getBoundingClientRect();
	const end = bottom - parseFloat(figure.style.getPropertyValue('--cut') || 0) * figure.getBoundingClientRect().height / figure.clientHeight;
	if (!words.checkVisibility() || box.top >= end || box.bottom <= top)
		return 'none';
	return box.bottom <= end ? 'all' : 'a part';
}
