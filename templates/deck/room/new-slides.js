// A note was saved, and the server has made this page anew. Slides that changed are put in their places, without loading the
// page: the page has hashes of its slides (src/deck/page/page.c), and the server sends those that it does not have
// (src/serve/page-changes.h). Other slides stay as they are, with their step and what is scrolled, and what lies over them: a
// packet, strokes of the pen, the zoom. All slides come from the deck that the server built, as those of the page itself.
import { changed, slidesChanged, whilePutting } from '../base/changes.js';
import { isPrintPage, leaves, page, printing } from '../base/page.js';
import { fitPictures } from '../base/picture-fit.js';
import { replaceData } from '../packet/packet-data.js';
import { closePacket, opened } from '../packet/packet-detail.js';
import { linkStatic } from '../packet/packet-layers.js';
import { role } from '../speaker/windows.js';
import { redrawOverview } from '../stage/overview.js';
import { prepareAround } from '../stage/slides.js';
import { renameStrokes } from '../stage/strokes.js';
import { canMake, fillSlide, finishSlide, isRecorded, isUnchanged, keepSections, keepSlide, knownDigests } from './changed-slide.js';
import { forgetRecordings } from './live.js';
import { furthestAfter, pairSlides } from './pair-slides.js';
import { arrangeAll, holderOf, isBelow } from './slide-order.js';
import { lookAtStage, moveStage } from './stage-again.js';

const hasStage = () => role !== 'speaker' && role !== 'clicker';

const HAD_MAX = 8000; // letters of an address

let latest = null; // the slides that the deck has now: { id, line, below, digest }
let placed = new Set(); // the elements that are in place
let shownId = ''; // which of them was shown last

// ---- which slide is which ----

// Gives slides the hashes that their page has of them. Returns false when it has not one of each.
function keepDigests() {
	const digests = (page.dataset.slides ?? '').split(' '), sections = leaves();
	sections.forEach((section, index) => { section.dataset.digest = digests[index]; });
	return digests.length === sections.length;
}

// The slides of this page, each with those on which its picture continues.
function groupsHere() {
	const groups = [];
	for (const section of leaves()) {
		if ('strip' in section.dataset)
			groups.at(-1).push(section);
		else
			groups.push([section]);
	}
	return groups;
}

// ---- the whole ----

// Closes a packet of a slide that changes; the list of a fold, to which that may return, too.
function closeOpened(isKept) {
	for (let tries = 0; tries < 2 && opened && !isKept(opened.section); tries++)
		closePacket();
}

// Which slides of before become which, and which of these stay as they are; null when there is one that cannot be made.
function makePlan() {
	const had = groupsHere();
	const pairs = pairSlides(had.map(([{ id, dataset }]) => ({ id, digest: dataset.digest })), latest);
	const isKept = pairs.map((place, index) => place >= 0 && isUnchanged(had[place], latest[index]));
	const isSame = had.length === pairs.length && pairs.every((place, index) => place === index && isKept[index] && isBelow(had[index][0]) === latest[index].below);
	return latest.every((slide, index) => isKept[index] || canMake(slide)) ? { had, pairs, isKept, isSame } : null;
}

// Puts the slides where they belong, and makes those that changed: a picture is cut after it was chosen, which needs its place.
function makeGroups({ had, pairs, isKept }) {
	const areBelow = latest.map(({ below }) => below);
	const heads = latest.map((slide, index) => (isKept[index] ? keepSlide : fillSlide)(had[pairs[index]], slide)), there = new Set(heads.flat());
	had.flat().filter((section) => section.isConnected && !there.has(section)).forEach((section) => holderOf(section).remove());
	arrangeAll(heads, areBelow);
	fitPictures();
	const groups = heads.map((group, index) => (isKept[index] ? group : finishSlide(group)));
	arrangeAll(groups, areBelow);
	return groups;
}

// Strokes stay with a slide that gets another id.
function moveStrokes(ids, pairs, groups) {
	renameStrokes(pairs.flatMap((place, index) => (ids[place] ?? []).slice(0, groups[index].length).map((id, strip) => [id, groups[index][strip].id])));
}

const sizesOf = (groups) => groups.map(({ length }) => length);

// `isAgain`: the slides are those of before another time, and strokes and the rest know the new ones.
function put(plan, isAgain) {
	const { had, pairs, isKept } = plan, ids = had.map((group) => group.map(({ id }) => id)), sizes = sizesOf(had);
	const before = hasStage() && lookAtStage(had, isAgain ? shownId : '');
	closeOpened((section) => isKept[pairs.indexOf(had.findIndex((group) => group.includes(section)))]);
	const groups = makeGroups(plan), renewed = groups.filter((_, index) => !isKept[index]).flat();
	if (!isAgain)
		moveStrokes(ids, pairs, groups);
	prepareAround();
	fitPictures();
	linkStatic();
	if (before)
		moveStage(before, pairs, groups, renewed);
	renewed.forEach((section) => section.dispatchEvent(new CustomEvent('pcapdeck-slide', { bubbles: true })));
	slidesChanged((far) => (isAgain ? far : furthestAfter(pairs, sizes, sizesOf(groups), far)));
	redrawOverview(); // after it is known which slides are ahead of the talk
}

// Puts the newest slides in place. Returns false, before anything has changed, when one of them cannot be made.
function putLatest(isAgain) {
	const plan = makePlan();
	if (!plan)
		return false;
	if (plan.isSame)
		plan.had.forEach((group, index) => keepSlide(group, latest[index]));
	else
		whilePutting(() => put(plan, isAgain));
	placed = new Set(leaves());
	noteShown();
	if (!plan.isSame)
		changed();
	return true;
}

function noteShown() {
	const section = hasStage() && Reveal.getCurrentSlide();
	if (placed.has(section))
		shownId = section.id;
}

// Scroll view forgets the newest slides when it ends: they are put in place again.
export function putNewSlides() {
	if (!latest || leaves().every((section) => placed.has(section)))
		return;
	try {
		if (putLatest(true))
			return;
	} catch (error) {
		window.reportError(error);
	}
	location.reload();
}

// ---- what the server sends ----

// Whether the page can take these slides as it is. Another shell has other styles or scripts, for example.
const canTake = (news) => news.shell === page.dataset.shell && !isPrintPage && !printing() && (!hasStage() || Reveal.isReady());

// Returns false when the page has to be loaded.
function take({ slides, packets, data }) {
	keepSections(slides);
	latest = slides;
	forgetRecordings();
	if (!makePlan())
		return false;
	if (data)
		replaceData(data);
	page.dataset.packets = packets;
	return putLatest(false);
}

// Asks for what the page does not have. Returns the version of the deck that it shows then; null: it has to be loaded; '': the
// server does not answer, or the deck has a mistake by now.
async function takeChanges() {
	const here = leaves().filter((section) => !isRecorded(section)).map((section) => section.dataset.digest);
	const had = [...new Set([page.dataset.packets, ...here, ...knownDigests()])].join('.').slice(0, HAD_MAX);
	const answer = await fetch(`${location.pathname}?had=${had}`).catch(() => null);
	const news = answer?.ok ? await answer.json().catch(() => '') : answer ? null : '';
	if (news === '' || news?.problem)
		return '';
	return news && canTake(news) && take(news) ? news.version : null;
}

// Before the slides are prepared. live-reload.js asks for the slides of a new version.
export function startNewSlides() {
	if (!keepDigests())
		return;
	if (hasStage())
		Reveal.on('slidechanged', noteShown);
	addEventListener('pcapdeck-version', ({ detail }) => { detail.taken = takeChanges(); });
}
