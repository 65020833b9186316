/*
 * Puts one page together, with a policy by Content Security Policy Level 3. In a file the policy is
 * a <meta> that stands before everything it governs. A served page has it in its HTTP header and
 * may also talk to its own server. Only whole inline scripts are allowed, each by its SHA-256.
 * Inline styles are allowed, since SVG and reveal.js need style attributes; they cannot load
 * anything.
 */
#include "deck/page/page.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/digest.h"
#include "base/format/hex-base64.h"
#include "base/format/markup.h"
#include "deck/page/packed-parts.h"
#include "deck/page/template.h"
#include "dissect/tls/crypto.h"

/* Where a page is. */
enum place { PLACE_ANY, PLACE_FILE, PLACE_SERVED };

struct script {
	const char *name;
	bool is_in_head;
	enum place place; /* of the pages that have it */
	bool is_for_decks; /* left out of the list of talks */
	bool is_for_search; /* only in a list of talks with a search over their packets */
	bool is_for_code; /* only in decks with colored code; the grammars follow it */
	const char *packed; /* what a file has of it; templates/packed/main.js runs it */
};

/* The scripts in the order in which they run. */
static const struct script scripts[] = {
	{ .name = "head.js", .is_in_head = true, .is_for_decks = true },
	{ .name = "reveal.js", .is_for_decks = true, .packed = "reveal.js.packed" },
	{ .name = "deck.js", .is_for_decks = true, .place = PLACE_FILE, .packed = "deck.js.packed" },
	{ .name = "served-deck.js", .is_for_decks = true, .place = PLACE_SERVED },
	{ .name = "highlight.js", .is_for_code = true, .is_for_decks = true },
	{ .name = "prose.js", .is_for_decks = true },
	{ .name = "start.js", .is_for_decks = true },
	{ .name = "search.js", .is_for_search = true },
	{ .name = "live-reload.js", .place = PLACE_SERVED },
};

struct style {
	const char *name;
	enum place place;
	bool is_for_code; /* only in decks with colored code */
	/*
	 * Classes, of which a deck that needs it has one; without any, all decks do. One that ends
	 * with a hyphen is the beginning of several.
	 */
	const char *needed_by[8];
};

static const struct style styles[] = {
	{ .name = "reveal.css" },
	{ .name = "reveal-effects.css",
		.needed_by = { "current-visible", "fade-", "grow", "highlight-", "r-",
			"semi-fade-out", "shrink", "strike" } },
	{ .name = "picture.css", .needed_by = { "packets" } },
	{ .name = "graph.css", .needed_by = { "graph" } },
	{ .name = "ladder.css", .needed_by = { "ladder" } },
	{ .name = "deck.css" },
	{ .name = "asked.css", .needed_by = { "asked-list" } },
	{ .name = "callout.css", .needed_by = { "callout" } },
	{ .name = "error-box.css", .needed_by = { "mistake" } },
	{ .name = "layouts.css", .needed_by = { "layout-", "column", "columns", "center" } },
	{ .name = "drawn.css", .needed_by = { "drawn" } },
	{ .name = "packets.css", .needed_by = { "packets" } },
	{ .name = "ask.css", .needed_by = { "ask" } },
	{ .name = "source-lines.css", .needed_by = { "with-source" } },
	{ .name = "remark-steps.css", .needed_by = { "remarks" } },
	{ .name = "compare.css", .needed_by = { "compare" } },
	{ .name = "stream-text.css", .needed_by = { "packets-stream" } },
	{ .name = "field-steps.css", .needed_by = { "field-steps" } },
	{ .name = "wide-header.css", .needed_by = { "packets-packet" } },
	{ .name = "screens.css" },
	{ .name = "stage.css" },
	{ .name = "speaker.css" },
	{ .name = "room.css", .place = PLACE_SERVED },
	{ .name = "highlight.css", .is_for_code = true },
};

struct licence {
	const char *name;
	bool is_for_code;
};

static const struct licence licences[] = {
	{ .name = "reveal.js-LICENSE" },
	{ .name = "highlight.js-LICENSE", .is_for_code = true },
};

/* What page_write() collects before it fills the template. The deck owns the bytes. */
struct parts {
	struct text_pieces policy_meta, styles, head_scripts, scripts, licences, body;
};

static bool is_at(enum place place, const struct deck_options *options)
{
	return place == PLACE_ANY || (place == PLACE_SERVED) == options->is_served;
}

static void parts_finish(struct parts *parts)
{
	text_pieces_finish(&parts->policy_meta);
	text_pieces_finish(&parts->styles);
	text_pieces_finish(&parts->head_scripts);
	text_pieces_finish(&parts->scripts);
	text_pieces_finish(&parts->licences);
	text_pieces_finish(&parts->body);
}
DEFINE_AUTOFINISH(parts);

static struct bytes bytes_of(const struct text *text)
{
	return (struct bytes){ (const uint8_t *)text_string(text), text->size };
}

void deck_add_source(struct deck *deck, const char *path)
{
	for (size_t i = 0; i < deck->source_count; i++) {
		if (strcmp(deck->sources[i], path) == 0)
			return;
	}
	deck->sources = xrealloc(deck->sources, (deck->source_count + 1) * sizeof(*deck->sources));
	deck->sources[deck->source_count++] = xstrdup(path);
}

static bool load(struct deck *deck, const struct deck_options *options, const char *name,
	struct template_file *ret_file, struct error *error)
{
	if (!template_load(options->templates, name, &deck->arena, ret_file, error))
		return false;
	if (ret_file->path)
		deck_add_source(deck, ret_file->path);
	return true;
}

/* Whether an ASCII word stands at `i`, in upper or lower case. */
static bool has_word(struct bytes bytes, size_t i, const char *word)
{
	size_t size = strlen(word);
	return bytes.size - i >= size && strncasecmp((const char *)bytes.data + i, word, size) == 0;
}

/* Returns the offset of the next '<' from `at` on; the size when there is none. */
static size_t next_tag(struct bytes bytes, size_t at)
{
	const uint8_t *found =
		at < bytes.size ? memchr(bytes.data + at, '<', bytes.size - at) : NULL;
	return found ? (size_t)(found - bytes.data) : bytes.size;
}

bool page_script_is_safe(struct bytes script)
{
	/*
	 * Inside "<!--" a "<script" would make the parser wait for two end tags (HTML, from
	 * 13.2.5.15 on).
	 */
	bool is_escaped = false;
	size_t escaped_at = 0;
	for (size_t i = next_tag(script, 0); i < script.size; i = next_tag(script, i + 1)) {
		if (is_escaped && memmem(script.data + escaped_at, i - escaped_at, "-->", 3))
			is_escaped = false;
		if (has_word(script, i, "</script"))
			return false;
		if (has_word(script, i, "<!--")) {
			is_escaped = true;
			escaped_at = i;
		}
		if (is_escaped && has_word(script, i, "<script"))
			return false;
	}
	return true;
}

static void append_hash(struct text *policy, const struct template_file *script)
{
	uint8_t hash[CRYPTO_HASH_SIZE];
	if (script->hash)
		memcpy(hash, script->hash, sizeof(hash));
	else
		crypto_sha256(script->bytes, hash);
	text_append(policy, " 'sha256-");
	text_append_base64(policy, (struct bytes){ hash, sizeof(hash) });
	text_append(policy, "'");
}

static bool add_script(struct text_pieces *out, const char *name,
	const struct template_file *script, struct error *error)
{
	/* A test checks the embedded scripts. */
	if (!script->hash && !page_script_is_safe(script->bytes))
		return error_set(error,
			"'%s' has '</script' or '<script' in it, which would end it too early in a page; write '<\\/script' and '<\\script'",
			name);
	text_pieces_add_string(out, "<script>");
	text_pieces_add(out, script->bytes);
	text_pieces_add_string(out, "</script>\n");
	return true;
}

/* Adds what a file has of a script. The policy has the hash of the script itself. */
static bool add_packed_script(struct deck *deck, struct text_pieces *out, const char *name,
	const struct deck_options *options, struct error *error)
{
	struct template_file packed;
	if (!load(deck, options, name, &packed, error))
		return false;
	deck->packed_scripts[deck->packed_script_count++] = packed.bytes;
	text_pieces_add_string(out, "<script type=\"text/plain\" class=\"packed-script\">");
	text_pieces_add(out, packed.bytes);
	text_pieces_add_string(out, "</script>\n");
	return true;
}

/* Adds what runs the packed scripts that stand before it. */
static bool add_unpacking(struct deck *deck, struct text_pieces *out,
	const struct deck_options *options, struct error *error)
{
	static const char name[] = "unpack.js";
	struct template_file file;
	if (!load(deck, options, name, &file, error))
		return false;
	append_hash(&deck->policy, &file);
	return add_script(out, name, &file, error);
}

static bool add_grammars(struct deck *deck, struct parts *parts, const struct page *page,
	const struct deck_options *options, struct error *error)
{
	unsigned index = 0;
	const char *name;
	while ((name = code_languages_next(page->languages, &index))) {
		struct template_file file;
		if (!load(deck, options, name, &file, error))
			return false;
		append_hash(&deck->policy, &file);
		if (!add_script(&parts->scripts, name, &file, error))
			return false;
	}
	return true;
}

/* Adds the scripts to the page, and their hashes to the policy. */
static bool add_scripts(struct deck *deck, struct parts *parts, const struct page *page,
	const struct deck_options *options, struct error *error)
{
	size_t hash_count = 0;
	bool waits = false; /* a packed script, for what runs it */
	for (size_t i = 0; i < ARRAY_COUNT(scripts); i++) {
		const struct script *script = &scripts[i];
		if ((script->is_for_decks && !page->is_deck) || !is_at(script->place, options) ||
			(script->is_for_search && !page->has_search) ||
			(script->is_for_code && !page->languages.bits))
			continue;
		struct template_file file;
		if (!load(deck, options, script->name, &file, error))
			return false;
		if (!file.bytes.data)
			continue;
		append_hash(&deck->policy, &file);
		hash_count++;
		struct text_pieces *out =
			script->is_in_head ? &parts->head_scripts : &parts->scripts;
		/* One of the author's own is searched for secrets in the page. */
		bool is_packed = script->packed && !options->is_served && !file.path;
		bool ok = is_packed
			? add_packed_script(deck, out, script->packed, options, error)
			: (!waits || add_unpacking(deck, out, options, error)) &&
				add_script(out, script->name, &file, error);
		waits = is_packed;
		if (!ok ||
			(script->is_for_code && !add_grammars(deck, parts, page, options, error)))
			return false;
	}
	/* It loads search-data.js beside the page. From disk that is no 'self' for a browser. */
	if (page->has_search)
		text_append(&deck->policy, " 'self' file:");
	if (!hash_count)
		text_append(&deck->policy, " 'none'");
	return true;
}

static bool write_policy(struct deck *deck, struct parts *parts, const struct page *page,
	const struct deck_options *options, struct error *error)
{
	text_append(&deck->policy,
		"default-src 'none'; img-src data: blob:; font-src data:; style-src 'unsafe-inline'; base-uri 'none'; ");
	text_append(&deck->policy,
		options->is_served ? "frame-src 'self'; connect-src 'self'; form-action 'self'; "
				   : "frame-src 'self' file:; form-action 'none'; ");
	text_append(&deck->policy, "script-src");
	if (!add_scripts(deck, parts, page, options, error))
		return false;
	if (!options->is_served) {
		text_pieces_add_string(&parts->policy_meta,
			"<meta http-equiv=\"Content-Security-Policy\" content=\"");
		/*
		 * The policy has only single quotes, and the attribute has double ones, so nothing
		 * is escaped.
		 */
		text_pieces_add(&parts->policy_meta, bytes_of(&deck->policy));
		text_pieces_add_string(&parts->policy_meta, "\">\n");
	}
	return true;
}

/*
 * Adds CSS in a <style>. Only an end tag could end it too early, so "</style" becomes "<\/style",
 * which means the same in a CSS string.
 */
static void add_style(struct text_pieces *out, struct bytes css)
{
	text_pieces_add_string(out, "<style>\n");
	size_t done = 0;
	for (size_t i = next_tag(css, 0); i < css.size; i = next_tag(css, i + 1)) {
		if (has_word(css, i, "</style")) {
			text_pieces_add(out, (struct bytes){ css.data + done, i + 1 - done });
			text_pieces_add_string(out, "\\");
			done = i + 1;
		}
	}
	text_pieces_add(out, (struct bytes){ css.data + done, css.size - done });
	text_pieces_add_string(out, "</style>\n");
}

static bool add_licences(struct deck *deck, struct parts *parts, const struct page *page,
	const struct deck_options *options, struct error *error)
{
	for (size_t i = 0; i < ARRAY_COUNT(licences); i++) {
		struct template_file file;
		if (licences[i].is_for_code && !page->languages.bits)
			continue;
		if (!load(deck, options, licences[i].name, &file, error))
			return false;
		autofinish(text) struct text licence = { 0 };
		text_append_format(&licence, "%s:\n\n", licences[i].name);
		for (size_t j = 0; j < file.bytes.size; j++) {
			/* An HTML comment must not contain "--". */
			char character = (char)file.bytes.data[j];
			bool is_pair = character == '-' && j && file.bytes.data[j - 1] == '-';
			text_append_char(&licence, is_pair ? ' ' : character);
		}
		text_pieces_add(&parts->licences, arena_bytes(&deck->arena, bytes_of(&licence)));
	}
	return true;
}

enum { NEEDED_BY_MAX = ARRAY_COUNT(styles[0].needed_by) };

/* A class, and the style that a page with it needs. */
struct needing_class {
	const char *name;
	size_t size;
	size_t style; /* its place in styles[] */
	const struct needing_class *next; /* another one with the same first letter */
};

/* The styles that a page needs, by their places in styles[]. */
struct needed {
	bool styles[ARRAY_COUNT(styles)];
	struct needing_class classes[ARRAY_COUNT(styles) * NEEDED_BY_MAX];
	size_t class_count;
	const struct needing_class *by_letter[UCHAR_MAX + 1]; /* the first letter */
};

static void needed_begin(struct needed *needed)
{
	*needed = (struct needed){ 0 };
	for (size_t i = 0; i < ARRAY_COUNT(styles); i++) {
		needed->styles[i] = !styles[i].needed_by[0];
		for (size_t j = 0; j < NEEDED_BY_MAX && styles[i].needed_by[j]; j++) {
			const char *name = styles[i].needed_by[j];
			const struct needing_class **first = &needed->by_letter[(uint8_t)name[0]];
			struct needing_class *needing = &needed->classes[needed->class_count++];
			*needing = (struct needing_class){ name, strlen(name), i, *first };
			*first = needing;
		}
	}
}

static void needed_by_class(struct needed *needed, struct bytes class)
{
	const struct needing_class *needing = class.size ? needed->by_letter[class.data[0]] : NULL;
	for (; needing; needing = needing->next) {
		bool fits = class.size == needing->size ||
			(class.size > needing->size && needing->name[needing->size - 1] == '-');
		if (fits && memcmp(class.data, needing->name, needing->size) == 0)
			needed->styles[needing->style] = true;
	}
}

/* Looks at each class of the HTML once. */
static void needed_by_html(struct needed *needed, struct bytes html)
{
	static const char attribute[] = " class=\"";
	const size_t size = sizeof(attribute) - 1;
	const uint8_t *at = html.data, *stop = at + html.size;
	while (at < stop && (at = memmem(at, (size_t)(stop - at), attribute, size))) {
		at += size;
		for (const uint8_t *class = at; at < stop && *at != '"';) {
			while (at < stop && *at != ' ' && *at != '"')
				at++;
			needed_by_class(needed, (struct bytes){ class, (size_t)(at - class) });
			if (at < stop && *at == ' ')
				class = ++at;
		}
	}
}

static bool add_styles(struct deck *deck, struct parts *parts, const struct page *page,
	const struct deck_options *options, struct error *error)
{
	struct needed needed;
	needed_begin(&needed);
	needed_by_html(&needed, page->body);
	for (size_t i = 0; i < ARRAY_COUNT(styles); i++) {
		struct template_file css;
		/* A slide that is put in place later may need any of them. */
		bool is_needed = needed.styles[i] || options->is_served;
		if (!is_needed || !is_at(styles[i].place, options) ||
			(styles[i].is_for_code && !page->languages.bits))
			continue;
		if (!load(deck, options, styles[i].name, &css, error))
			return false;
		add_style(&parts->styles, css.bytes);
	}
	if (page->theme.size)
		add_style(&parts->styles, page->theme);
	return add_licences(deck, parts, page, options, error);
}

static struct text_pieces one_piece(struct bytes *bytes)
{
	return (struct text_pieces){ .items = bytes, .count = 1, .size = bytes->size };
}

/*
 * Appends the attributes by which a page that is open finds out what changed: a hash of what it has
 * to load anew, one of its packets, and one of each slide. The policy has the hashes of the
 * scripts.
 */
static void append_versions(struct text *attributes, struct deck *deck, struct bytes packet_data,
	const struct text_pieces *shell, const struct text_pieces *css)
{
	uint64_t digest = digest_add(DIGEST_NOTHING, bytes_of(&deck->policy));
	for (size_t i = 0; i < shell->count; i++)
		digest = digest_add(digest, shell->items[i]);
	for (size_t i = 0; i < css->count; i++)
		digest = digest_add(digest, css->items[i]);
	deck->shell_digest = digest;
	deck->packets_digest = digest_add(DIGEST_NOTHING, packet_data);
	text_append_format(attributes,
		" data-shell=\"%016" PRIx64 "\" data-packets=\"%016" PRIx64 "\" data-slides=\"",
		deck->shell_digest, deck->packets_digest);
	for (size_t i = 0; i < deck->slide_list_count; i++)
		text_append_format(
			attributes, i ? " %016" PRIx64 : "%016" PRIx64, deck->slide_list[i].digest);
	text_append(attributes, "\"");
}

bool page_write(struct deck *deck, const struct page *page, const struct deck_options *options,
	struct error *error)
{
	autofinish(parts) struct parts parts = { 0 };
	struct template_file template;
	if (!load(deck, options, page->template_name, &template, error) ||
		!write_policy(deck, &parts, page, options, error) ||
		(page->is_deck && !add_styles(deck, &parts, page, options, error)))
		return false;

	autofinish(text) struct text lang = { 0 }, title = { 0 }, feedback = { 0 };
	markup_attribute(&lang, page->lang);
	markup_text(&title, page->title);
	if (page->feedback_name) {
		text_append(&feedback, " data-feedback=\"");
		markup_attribute(&feedback, page->feedback_name);
		text_append(&feedback, options->shows_open_items ? "\" data-open-items" : "\"");
	}
	if (page->is_deck)
		packed_parts_append(
			&deck->packed, &deck->arena, page->packet_data, page->body, &parts.body);
	else
		text_pieces_add(&parts.body, page->body);
	text_append(&feedback, page->is_deck && options->is_rehearsed ? " data-rehearsed" : "");
	const char *duration = arena_printf(&deck->arena, "%u", page->duration_s);
	struct bytes shell[] = { template.bytes, bytes_of(&lang), bytes_of(&title),
		markup_bytes_of(duration), bytes_of(&feedback) };
	const struct text_pieces others = { .items = shell, .count = ARRAY_COUNT(shell) };
	if (page->is_deck && options->is_served)
		append_versions(&feedback, deck, page->packet_data, &others, &parts.styles);
	struct bytes words[] = {
		arena_bytes(&deck->arena, bytes_of(&lang)),
		arena_bytes(&deck->arena, bytes_of(&title)),
		markup_bytes_of(duration),
		bytes_of(&deck->packed),
		arena_bytes(&deck->arena, bytes_of(&feedback)),
	};
	const struct template_value values[] = {
		{ "lang", one_piece(&words[0]) },
		{ "title", one_piece(&words[1]) },
		{ "policy", parts.policy_meta },
		{ "scripts", parts.scripts },
		{ page->is_deck ? "slides" : "talks", parts.body },
		{ "duration", one_piece(&words[2]) },
		{ "head_scripts", parts.head_scripts },
		{ "styles", parts.styles },
		{ "licences", parts.licences },
		{ "packet_data", one_piece(&words[3]) },
		{ "feedback", one_piece(&words[4]) },
	};
	/* The template of the index has only the first five places. */
	size_t count = page->is_deck ? ARRAY_COUNT(values) : 5;
	if (!template_fill(&deck->html, template.bytes, values, count, error))
		return error_prefix(error, "template '%s': ", page->template_name);
	deck->card.title = xstrdup(page->title);
	return true;
}
