// axe-core, which looks for what keeps people from using a page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { here } from './checks.mjs';

// To be evaluated in a page, before violations().
export const axe = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf-8');

// What axe finds on the slide that is shown. It runs through Runtime.evaluate, which the page's policy does not stop.
// axe reports nothing on hidden slides, but walks through them, which takes most of its time: without `isWhole`
// their contents are taken out meanwhile. Rows of bytes and of lists behind the sixteenth are taken out, too,
// when an earlier row is made the same way: their thousands of cells have the same few colors.
export async function violations(page, { rules, isWhole = false } = {}) {
	return page.evaluate(async ([only, isWhole]) => {
		const current = window.Reveal?.getCurrentSlide?.();
		const aside = [...document.querySelectorAll('.slides section')].filter((section) => !isWhole && current && !section.contains(current) && !section.querySelector('section')).map((section) => {
			const contents = document.createDocumentFragment();
			contents.append(...section.childNodes);
			return { section, contents };
		});
		const seen = new Set(), alike = isWhole ? [] : [...document.querySelectorAll(':is(.dump-row, .packet-list tbody tr):nth-child(n + 17)')].filter((row) => {
			const kind = [row.parentNode.className, row, ...row.querySelectorAll('*')].map((node) => node.className ?? node).join();
			return seen.has(kind) || !seen.add(kind);
		}).map((row) => {
			const place = document.createComment('');
			row.replaceWith(place);
			return { row, place };
		});
		try {
			const result = await axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) });
			return result.violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120) + ' ' + (node.any[0]?.message ?? '').slice(0, 160)).join(' | ')}`);
		} finally {
			alike.forEach(({ row, place }) => place.replaceWith(row));
			aside.forEach(({ section, contents }) => section.append(contents));
		}
	}, [rules, isWhole]);
}
