// The talk of the stage-*.mjs tests: a sequence with steps, a list, a long sequence with folds, and words that do not fit.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { build, top, work } from './checks.mjs';
import { exchange } from './decks.mjs';

const WORDS = {
	en: { talk: 'Stage', title: 'Eleven packets', list: 'As a list', long: 'A long one', words: 'More words than fit', fields: 'One packet', end: 'The end', remark: 'The client asks first.' },
	ko: { talk: '무대', title: '패킷 열한 개', list: '목록으로', long: '긴 그림', words: '다 들어가지 않는 글', fields: '패킷 하나', end: '끝', remark: '클라이언트가 먼저 묻는다.' },
};

const block = (head, body) => `\`\`\`packets ${head}\n${body}\n\`\`\`\n`;

export function stageTalk(lang) {
	const words = WORDS[lang], name = `stage-${lang}`;
	exchange('ping.pcap');
	const many = Array.from({ length: 70 }, (_, index) => `- line ${index + 1} of what does not fit`).join('\n');
	writeFileSync(join(work, `${name}.md`), `---\ntitle: ${words.talk}\nlang: ${lang}\ncaptures:\n  ping: ping.pcap\n  long: {file: ${join(top, 'pcaps/pingpong.pcap')}}\n---\n`
		+ `## ${words.title}\n\n${block('ping', `notes:\n  1: ${words.remark}`)}\n---\n\n## ${words.list}\n\n${block('ping', 'show: list')}\n`
		+ `---\n\n## ${words.long}\n\n${block('long', 'fold: false')}\n---\n\n## ${words.words}\n\n${many}\n\n`
		+ `---\n\n## ${words.fields}\n\n${block('ping', 'show: packet\nframes: 4')}\n---\n\n# ${words.end}\n`);
	return { file: build(join(work, `${name}.md`)), words };
}
