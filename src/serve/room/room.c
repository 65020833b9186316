/*
 * Each kind of news has a number that grows with every change. A member remembers the numbers that
 * it was told, so one that was away gets the newest state and nothing in between; only keys are
 * told one after the other.
 */
#include "serve/room/room.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/format/json.h"

enum { SPOT_MAX = 64, PRESS_MAX = 256 };

struct room {
	pthread_mutex_t lock; /* guards all members below */
	bool may_go_ahead;
	char leader[WINDOW_ID_SIZE + 1]; /* "": nobody */
	char *page; /* that is presented, or was last; NULL: none was */
	uint64_t room_number, state_number, spot_number, press_number;
	uint64_t first_press; /* of those for the window that leads now */
	struct text state, spot;
	struct timespec shown_at; /* on the monotonic clock, when `state` was said */
	struct text presses[ROOM_PRESSES]; /* number n is at n % ROOM_PRESSES */
};

struct room *room_new(bool may_go_ahead)
{
	struct room *room = xcalloc(1, sizeof(*room));
	(void)pthread_mutex_init(&room->lock, NULL);
	room->may_go_ahead = may_go_ahead;
	room->room_number = 1;
	return room;
}

void room_free(struct room *room)
{
	if (!room)
		return;
	text_finish(&room->state);
	text_finish(&room->spot);
	for (size_t i = 0; i < ROOM_PRESSES; i++)
		text_finish(&room->presses[i]);
	free(room->page);
	(void)pthread_mutex_destroy(&room->lock);
	free(room);
}

bool room_is_window(const char *text)
{
	size_t size = text ? strlen(text) : 0;
	for (size_t i = 0; i < size; i++) {
		if (!ascii_is_hex_digit(text[i]))
			return false;
	}
	return size == WINDOW_ID_SIZE;
}

struct room_member room_member(struct room *room, enum visitor_role role, const char *window)
{
	struct room_member member = { .role = role };
	if (room_is_window(window))
		memcpy(member.window, window, WINDOW_ID_SIZE);
	(void)pthread_mutex_lock(&room->lock);
	member.press = room->press_number;
	(void)pthread_mutex_unlock(&room->lock);
	return member;
}

static bool leads(const struct room *room, const char *window)
{
	return room->leader[0] && strcmp(room->leader, window) == 0;
}

static void append_room(const struct room *room, const struct room_member *member, struct text *out)
{
	struct json json = { .out = out };
	text_append(out, "event: room\ndata: ");
	json_begin_object(&json, NULL);
	json_string(&json, "role", member->role == VISITOR_PRESENTER ? "presenter" : "listener");
	json_bool(&json, "leads", leads(room, member->window));
	json_bool(&json, "led", room->leader[0] != '\0');
	json_bool(&json, "ahead", room->may_go_ahead);
	if (room->page)
		json_string(&json, "page", room->page);
	json_end_object(&json);
	text_append(out, "\n\n");
}

static void append_text(struct text *out, const char *event, const struct text *data)
{
	text_append_format(out, "event: %s\ndata: %s\n\n", event, text_string(data));
}

static long long age_ms(const struct timespec *since)
{
	struct timespec now;
	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (long long)(now.tv_sec - since->tv_sec) * 1000 +
		(now.tv_nsec - since->tv_nsec) / 1000000;
}

static void append_shown(
	const struct room *room, const struct room_member *member, struct text *out)
{
	if (member->role == VISITOR_PRESENTER)
		text_append_format(out, "event: age\ndata: %lld\n\n", age_ms(&room->shown_at));
	append_text(out, "show", &room->state);
}

/* Whether keys wait for the member. */
static bool has_presses(const struct room *room, const struct room_member *member)
{
	return member->role == VISITOR_PRESENTER && leads(room, member->window) &&
		room->press_number >= room->first_press && member->press < room->press_number;
}

static void append_presses(const struct room *room, struct room_member *member, struct text *out)
{
	if (member->press + 1 < room->first_press)
		member->press = room->first_press - 1;
	if (room->press_number - member->press > ROOM_PRESSES)
		member->press = room->press_number - ROOM_PRESSES;
	while (member->press < room->press_number)
		append_text(out, "press", &room->presses[++member->press % ROOM_PRESSES]);
}

static bool is_presented(const struct room *room, const char *page)
{
	return room->page && strcmp(room->page, page) == 0;
}

bool room_has_news(struct room *room, const struct room_member *member, const char *page)
{
	(void)pthread_mutex_lock(&room->lock);
	bool is_shown_other =
		member->state != room->state_number || member->spot != room->spot_number;
	bool has_news = member->room != room->room_number ||
		(is_shown_other && is_presented(room, page)) || has_presses(room, member);
	(void)pthread_mutex_unlock(&room->lock);
	return has_news;
}

void room_append_events(
	struct room *room, struct room_member *member, const char *page, struct text *out)
{
	(void)pthread_mutex_lock(&room->lock);
	bool is_here = is_presented(room, page);
	if (member->room != room->room_number)
		append_room(room, member, out);
	member->room = room->room_number;
	if (is_here && member->state != room->state_number)
		append_shown(room, member, out);
	member->state = room->state_number;
	if (is_here && member->spot != room->spot_number)
		append_text(out, "spot", &room->spot);
	member->spot = room->spot_number;
	if (has_presses(room, member))
		append_presses(room, member, out);
	member->press = room->press_number;
	(void)pthread_mutex_unlock(&room->lock);
}

/* --- changes --- */

/* The spot of light belongs to who leads and to the page. */
static void put_out_spot(struct room *room)
{
	if (!room->spot.size)
		return;
	text_clear(&room->spot);
	text_append(&room->spot, "null");
	room->spot_number++;
}

void room_lead(struct room *room, const char *window, const char *page)
{
	(void)pthread_mutex_lock(&room->lock);
	bool is_same_page = is_presented(room, page);
	if (!is_same_page || !leads(room, window))
		put_out_spot(room);
	if (!leads(room, window))
		room->first_press = room->press_number + 1;
	memcpy(room->leader, window, WINDOW_ID_SIZE);
	if (!is_same_page) {
		free(room->page);
		room->page = xstrdup(page);
		/* Nothing of it was shown yet; the numbers only grow. */
		text_clear(&room->state);
		text_append(&room->state, "null");
		room->state_number++;
	}
	room->room_number++;
	(void)pthread_mutex_unlock(&room->lock);
}

static bool forget_leader(struct room *room)
{
	if (!room->leader[0])
		return false;
	put_out_spot(room);
	room->leader[0] = '\0';
	room->room_number++;
	return true;
}

void room_leave(struct room *room, const char *window)
{
	(void)pthread_mutex_lock(&room->lock);
	if (leads(room, window))
		(void)forget_leader(room);
	(void)pthread_mutex_unlock(&room->lock);
}

bool room_is_led_by(struct room *room, const char *window)
{
	(void)pthread_mutex_lock(&room->lock);
	bool is_leader = leads(room, window);
	(void)pthread_mutex_unlock(&room->lock);
	return is_leader;
}

bool room_forget_leader(struct room *room)
{
	(void)pthread_mutex_lock(&room->lock);
	bool was_led = forget_leader(room);
	(void)pthread_mutex_unlock(&room->lock);
	return was_led;
}

/* Whether a text may stand in one line of an event stream. */
static bool is_line(struct bytes text, size_t most)
{
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] < 0x20 || text.data[i] == 0x7f)
			return false;
	}
	return text.size > 0 && text.size <= most;
}

static void replace(struct text *text, struct bytes bytes)
{
	text_clear(text);
	text_append_size(text, (const char *)bytes.data, bytes.size);
}

static bool set(struct room *room, const char *window, struct text *text, uint64_t *number,
	struct bytes bytes)
{
	(void)pthread_mutex_lock(&room->lock);
	bool is_allowed = leads(room, window);
	if (is_allowed) {
		replace(text, bytes);
		++*number;
		if (text == &room->state)
			(void)clock_gettime(CLOCK_MONOTONIC, &room->shown_at);
	}
	(void)pthread_mutex_unlock(&room->lock);
	return is_allowed;
}

bool room_show(struct room *room, const char *window, struct bytes state)
{
	return is_line(state, ROOM_STATE_MAX) &&
		set(room, window, &room->state, &room->state_number, state);
}

bool room_point(struct room *room, const char *window, struct bytes spot)
{
	return is_line(spot, SPOT_MAX) && set(room, window, &room->spot, &room->spot_number, spot);
}

bool room_press(struct room *room, struct bytes key)
{
	if (!is_line(key, PRESS_MAX))
		return false;
	(void)pthread_mutex_lock(&room->lock);
	bool is_led = room->leader[0] != '\0';
	if (is_led)
		replace(&room->presses[++room->press_number % ROOM_PRESSES], key);
	(void)pthread_mutex_unlock(&room->lock);
	return is_led;
}

void room_append_page(struct room *room, struct text *out)
{
	(void)pthread_mutex_lock(&room->lock);
	if (room->page)
		text_append(out, room->page);
	(void)pthread_mutex_unlock(&room->lock);
}
