/*
 * Prints a deck with the browser. reveal.js lays a deck out for paper when its address has
 * `?print-pdf` (its "PDF Export"): each slide is in a .pdf-page, as large as a slide or a multiple
 * of it. The PDF has these pages; a picture has one of them, at 1.5 pixels a CSS pixel, so that a
 * slide has 1920 x 1080.
 */
#include "chromium/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file/file-lock.h"
#include "base/file/file.h"
#include "base/format/hex-base64.h"
#include "base/format/json-reader.h"
#include "base/format/markup.h"
#include "chromium/evaluate.h"

enum { PAGES_MAX = 2000, PICTURE_WIDTH = 1920, DECK_SIZE_MAX = 1 << 30 };

/* Resolves to the number of pages, when they and their fonts are loaded. */
static const char wait_for_pages[] =
	"new Promise((done) => {"
	" const look = () => {"
	"  const pages = document.querySelectorAll('.pdf-page').length;"
	"  if (!pages) { setTimeout(look, 20); return; }"
	"  document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame("
	"   () => done(pages))));"
	" };"
	" look();"
	"})";

static const char page_box[] =
	"(() => {"
	" const box = document.querySelectorAll('.pdf-page')[%zu].getBoundingClientRect();"
	" return { x: Math.round(box.left + scrollX), y: Math.round(box.top + scrollY),"
	"  width: Math.round(box.width), height: Math.round(box.height) };"
	"})()";

/*
 * A browser writes links into a PDF with their full address. A link to another file would lead
 * nowhere, so only its text is kept. Links within the deck and to the web stay.
 */
static const char unlink_the_rest[] =
	"(() => {"
	" const here = location.href.split('#')[0];"
	" for (const link of document.querySelectorAll('a, area')) {"
	"  for (const name of ['href', 'xlink:href']) {"
	"   const href = link.getAttribute(name);"
	"   if (href === null)"
	"    continue;"
	"   let isKept = false;"
	"   try {"
	"    const to = new URL(href, location);"
	"    const isWithin = to.href.split('#')[0] === here && href.includes('#');"
	"    const isAway = /^(https?|mailto):$/.test(to.protocol) && to.host !== location.host;"
	"    isKept = isWithin || isAway;"
	"   } catch { /* no address */ }"
	"   if (!isKept)"
	"    link.removeAttribute(name);"
	"  }"
	" }"
	" return true;"
	"})()";

static bool count_pages(struct browser *browser, size_t *ret_count, struct error *error)
{
	struct bytes value;
	int64_t count = 0;
	if (!evaluate_script(browser, wait_for_pages, &value, error))
		return false;
	if (!json_integer(value, &count) || count < 1 || count > PAGES_MAX)
		return error_set(
			error, "the deck has no pages to print, or more than %d", PAGES_MAX);
	*ret_count = (size_t)count;
	return true;
}

static bool run_script(struct browser *browser, struct bytes script, struct error *error)
{
	if (!script.size)
		return true;
	struct bytes ignored;
	autofinish(text) struct text expression = { 0 };
	text_append_size(&expression, (const char *)script.data, script.size);
	text_append(&expression, ";true");
	return evaluate_script(browser, text_string(&expression), &ignored, error);
}

static bool open_deck(
	struct browser *browser, struct bytes html, enum pages_form form, struct error *error)
{
	browser_restart_clock(browser);
	autofinish(text) struct text query = { 0 };
	text_append(&query, "print-pdf&pdfPageHeightOffset=0");
	if (form == PAGES_BY_STEP)
		text_append(&query, "&pdfSeparateFragments=true");
	size_t count;
	struct bytes ignored;
	return browser_call(browser, "Emulation.setEmulatedMedia",
		       "{\"media\":\"print\",\"features\":["
		       "{\"name\":\"prefers-color-scheme\",\"value\":\"light\"},"
		       "{\"name\":\"prefers-reduced-motion\",\"value\":\"reduce\"}]}",
		       NULL, error) &&
		browser_call(browser, "Emulation.setDeviceMetricsOverride",
			"{\"width\":1280,\"height\":720,\"deviceScaleFactor\":1.5,\"mobile\":"
			"false}",
			NULL, error) &&
		browser_show(browser, html, text_string(&query), error) &&
		count_pages(browser, &count, error) &&
		evaluate_script(browser, unlink_the_rest, &ignored, error);
}

bool pages_open(struct browser *browser, const char *html_path, enum pages_form form,
	struct bytes script, struct error *error)
{
	autofinish(buffer) struct buffer html = { 0 };
	if (!file_read(html_path, DECK_SIZE_MAX, &html, error))
		return false;
	return open_deck(browser, buffer_bytes(&html), form, error) &&
		run_script(browser, script, error);
}

/* Writes the member "data" of an answer to a file. */
static bool write_data(struct bytes result, const char *path, size_t *ret_size, struct error *error)
{
	struct bytes value;
	if (!json_member(result, "data", &value) || value.size < 4)
		return error_set(error, "cannot write '%s': the browser made nothing", path);
	autofinish(buffer) struct buffer bytes = { 0 };
	base64_decode(value, &bytes);
	*ret_size = bytes.size;
	return file_replace(path, buffer_bytes(&bytes), error);
}

/* In inches. A slide of 1280 px is as wide as the text of an A4 page. */
#define A4_PAPER                                                                                   \
	"\"paperWidth\":8.2677,\"paperHeight\":11.6929,\"scale\":0.54,"                            \
	"\"marginTop\":0.47,\"marginBottom\":0.47,\"marginLeft\":0.47,\"marginRight\":0.47"

bool pages_write_pdf(struct browser *browser, enum pages_form form, const char *path,
	size_t *ret_size, struct error *error)
{
	struct bytes result;
	autofinish(text) struct text parameters = { 0 };
	text_append_format(&parameters,
		"{\"printBackground\":true,%s,\"displayHeaderFooter\":false,"
		"\"generateTaggedPDF\":true,\"generateDocumentOutline\":true}",
		form == PAGES_WITH_NOTES ? A4_PAPER : "\"preferCSSPageSize\":true");
	return browser_call(browser, "Page.printToPDF", text_string(&parameters), &result, error) &&
		write_data(result, path, ret_size, error);
}

static bool write_picture(
	struct browser *browser, size_t index, const char *path, struct error *error)
{
	autofinish(text) struct text expression = { 0 };
	autofinish(text) struct text parameters = { 0 };
	struct bytes box, result;
	text_append_format(&expression, page_box, index);
	if (!evaluate_script(browser, text_string(&expression), &box, error))
		return false;
	if (box.size < 2 || box.data[box.size - 1] != '}')
		return error_set(error, "the deck's own script failed in the browser");
	text_append(&parameters, "{\"format\":\"png\",\"captureBeyondViewport\":true,\"clip\":");
	text_append_size(&parameters, (const char *)box.data, box.size - 1);
	text_append(&parameters, ",\"scale\":1}}");
	size_t size;
	return browser_call(browser, "Page.captureScreenshot", text_string(&parameters), &result,
		       error) &&
		write_data(result, path, &size, error);
}

/*
 * Whether the path is a plain file that pages_write_png() may have made: a PNG as wide as its
 * pages.
 */
static bool is_own_picture(const char *path)
{
	static const uint8_t start[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13,
		'I', 'H', 'D', 'R', PICTURE_WIDTH >> 24, PICTURE_WIDTH >> 16 & 0xff,
		PICTURE_WIDTH >> 8 & 0xff, PICTURE_WIDTH & 0xff };
	uint8_t found[sizeof(start)];
	int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (descriptor < 0)
		return false;
	struct stat status;
	bool is_own = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) &&
		read(descriptor, found, sizeof(found)) == (ssize_t)sizeof(found) &&
		memcmp(found, start, sizeof(start)) == 0;
	(void)close(descriptor);
	return is_own;
}

/*
 * Removes pictures from number `first` on, up to the first that is missing or is not one of these
 * pictures.
 */
static void remove_pictures(const char *stem, int digits, size_t first)
{
	for (size_t number = first;; number++) {
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s-%0*zu.png", stem, digits, number);
		if (!is_own_picture(text_string(&path)) || unlink(text_string(&path)) != 0)
			return;
	}
}

bool pages_write_png(
	struct browser *browser, const char *stem, size_t *ret_count, struct error *error)
{
	size_t count = 0;
	if (!count_pages(browser, &count, error))
		return false;
	file_remove_numbered_leftovers(stem, ".png");
	int digits = count > 99 ? 3 : 2;
	for (size_t i = 0; i < count; i++) {
		autofinish(text) struct text path = { 0 };
		text_append_format(&path, "%s-%0*zu.png", stem, digits, i + 1);
		if (!write_picture(browser, i, text_string(&path), error))
			return false;
	}
	remove_pictures(stem, digits, count + 1);
	/* the earlier deck may have had another number of digits: more than 99 pages */
	remove_pictures(stem, 5 - digits, 1);
	*ret_count = count;
	return true;
}
