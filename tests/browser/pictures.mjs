// The views that are pictures: each is there and named, nothing overlaps, a table says the same, and
// a packet opens from it.

// Texts of the current slide's pictures that lie over each other. Runs in the page.
function findOverlaps() {
	const found = [];
	for (const picture of Reveal.getCurrentSlide().querySelectorAll('svg.drawing')) {
		const texts = [...picture.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
		for (let i = 0; i < texts.length; i++) {
			for (let j = i + 1; j < texts.length; j++) {
				const [a, b] = [texts[i][1], texts[j][1]];
				const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
				const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
				if (width > 2 && height > Math.min(a.height, b.height) * .35)
					found.push(`"${texts[i][0]}" and "${texts[j][0]}"`);
			}
		}
	}
	return found;
}

// What the current slide's block shows. Runs in the page.
function describePicture() {
	const block = Reveal.getCurrentSlide().querySelector('.packets');
	const picture = block.querySelector('figure.diagram > svg.drawing');
	const named = (attribute) => picture.getAttribute(attribute).split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
	return {
		classes: [...block.classList, ...(picture?.classList ?? [])],
		name: picture && named('aria-labelledby'),
		text: [...picture.querySelectorAll('text')].map((text) => text.textContent),
		rows: [...picture.querySelectorAll('.row')].map((row) => row.dataset.frame),
		table: [...block.querySelectorAll('details.twin tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent)),
		below: block.querySelector('.remarks')?.getBoundingClientRect().top,
		bottom: picture.getBoundingClientRect().bottom,
	};
}

export async function checkPictures(browser, file, { open, check, expect, expectEqual, expectNoProblems }) {
	const { page, context, problems } = await open(browser, file);
	const show = async (title) => {
		await page.evaluate((wanted) => {
			const { h, v } = Reveal.getIndices(Reveal.getSlides().find((section) => section.querySelector('h2')?.textContent === wanted));
			Reveal.slide(h, v);
		}, title);
		return page.evaluate(describePicture);
	};
	const has = (picture, words) => words.forEach((word) => expect(picture.text.includes(word), `no "${word}" among ${picture.text.join(' | ')}`));

	await check('pictures: no text lies over another', async () => {
		const total = await page.evaluate(() => Reveal.getTotalSlides());
		for (let i = 0; i < total; i++) {
			await page.evaluate((index) => Reveal.slide(index), i);
			expectEqual(await page.evaluate(findOverlaps), [], `slide ${i + 1}`);
		}
	});
	await check('stack: the boxes of a packet, whose sums chain', async () => {
		const picture = await show('Boxes');
		expect(picture.classes.includes('packets-stack') && picture.classes.includes('stack'), picture.classes.join(' '));
		has(picture, ['Ethernet', 'IPv4', 'TCP', 'HTTP', 'Body', '14 + 1500 = 1514', '20 + 1480 = 1500', '32 + 1448 = 1480', '144 + 1304 = 1448']);
		expect(picture.name.every((words) => words.includes('Ethernet')), `named ${picture.name}`);
		expectEqual(picture.table.map((row) => row[0]), ['Ethernet', 'IPv4', 'TCP', 'HTTP', 'Body'], 'rows of the table');
	});
	await check('stack: a remark stands below the picture', async () => {
		const picture = await show('Boxes with a remark');
		expect(picture.below >= picture.bottom + 8, `remark at ${picture.below}, picture to ${picture.bottom}`);
	});
	await check('segments: a row per segment, and why they are of that size', async () => {
		const picture = await show('Pieces');
		has(picture, ['16144 = 11 × 1448 + 216', 'MSS 1460 − 12 bytes of timestamps = 1448 bytes a segment', '15929', '216']);
		expectEqual(picture.rows.length, 12, 'rows');
		expectEqual(picture.table.length, 12, 'rows of the table');
		expectEqual(picture.table[11].slice(1, 3).map((cell) => cell.replace(/\u2009/g, '')), ['15929', '216'], 'the last one');
	});
	await check('segments: rows that find no room are counted', async () => {
		const picture = await show('Pieces below prose');
		expect(picture.text.some((words) => /^… \d+ more$/.test(words)), picture.text.join(' | '));
		expectEqual(picture.table.length, 12, 'rows of the table');
	});
	await check('segments: what was sent again is a row of its own', async () => {
		has(await show('Pieces sent again'), ['retransmission', 'fast retransmission', 'out of order']);
	});
	await check('connections: a row for each, with how it ended', async () => {
		const good = await show('Connections');
		expectEqual(good.rows, ['1', '11', '43'], 'the first packets');
		has(good, [':37626', ':37642', ':37644', '1570435873', '16144', 'FIN', '3.143 ms']);
		expectEqual(good.table.length, 3, 'rows of the table');
		has(await show('Connections that ended badly'), ['FIN', 'RST', 'RST refused', 'open']);
	});
	await check('pictures: Enter on a row opens its packet, Escape returns to it', async () => {
		await show('Pieces');
		await page.evaluate(() => Reveal.getCurrentSlide().querySelector('.row[data-frame="17"]').focus());
		await page.keyboard.press('Enter');
		await page.waitForSelector('dialog.packet-detail[open]');
		expect((await page.textContent('.packet-detail h2')).startsWith('#17 '), 'another packet was opened');
		await page.keyboard.press('Escape');
		expectEqual(await page.evaluate(() => document.activeElement.dataset.frame), '17', 'focus after Escape');
	});
	await check('pictures: nothing forbidden happened meanwhile', () => expectNoProblems(problems));
	await context.close();
}
