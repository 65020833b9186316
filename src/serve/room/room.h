#ifndef SERVE_ROOM_ROOM_H
#define SERVE_ROOM_ROOM_H

/*
 * What an audience follows: one window at a time leads, and says which talk, slide and step it
 * shows. The scripts of the windows write and read that text; here it is only passed on. Every
 * function may be called from any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"
#include "base/text.h"
#include "serve/room/keys.h"

enum {
	WINDOW_ID_SIZE = 16, /* hexadecimal digits */
	ROOM_STATE_MAX = 8 << 10, /* bytes of what is shown */
	ROOM_PRESSES = 16, /* keys that wait for the window that leads */
};

struct room;

/* `may_go_ahead`: listeners may look further than the speaker has come. */
struct room *room_new(bool may_go_ahead);
void room_free(struct room *room);
DEFINE_AUTOFREE(room);

/* A window that follows the room, and what it has been told already. */
struct room_member {
	enum visitor_role role;
	char window[WINDOW_ID_SIZE + 1]; /* "": a page without a window of its own */
	uint64_t room, state, spot, press;
};

/* Whether `text` may name a window. */
bool room_is_window(const char *text);

/* A member that was told nothing yet; keys pressed before do not reach it. `window` may be NULL. */
struct room_member room_member(struct room *room, enum visitor_role role, const char *window);

/* Whether room_append_events() would append anything. */
bool room_has_news(struct room *room, const struct room_member *member, const char *page);

/*
 * Appends server-sent events of what changed since the member was told: `room`, `show`, `spot`,
 * `press`. `page` is the page that it shows. Before `show`, the speaker's windows get `age`: how
 * many milliseconds ago that was said.
 */
void room_append_events(
	struct room *room, struct room_member *member, const char *page, struct text *out);

/* The window leads from now on, with this page. */
void room_lead(struct room *room, const char *window, const char *page);
/* The window leads no longer. */
void room_leave(struct room *room, const char *window);
bool room_is_led_by(struct room *room, const char *window);
/* Nobody leads: the window that did is gone. Returns whether one did. */
bool room_forget_leader(struct room *room);

/*
 * What the window that leads shows, and where its spot of light is. Return false for a text that
 * is too long or has control characters, and for a window that does not lead.
 */
bool room_show(struct room *room, const char *window, struct bytes state);
bool room_point(struct room *room, const char *window, struct bytes spot);

/* A key for the window that leads. Returns false for a wrong text, and when none leads. */
bool room_press(struct room *room, struct bytes key);

/* Appends the page that is presented; nothing when nobody leads and nobody did. */
void room_append_page(struct room *room, struct text *out);

#endif
