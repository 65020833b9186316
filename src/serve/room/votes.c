/*
 * A visitor is the random number in its cookie; no address is kept. Who throws cookies away gets
 * another number with each visit of the link, which only the limit of visitors stops: whoever has
 * the link is of the group.
 */
#include "serve/room/votes.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/format/json.h"
#include "serve/room/keys.h"

struct vote {
	char visitor[VISITOR_ID_SIZE + 1];
	uint8_t choice, change_count;
};

struct asked {
	char *page, *id;
	size_t choice_count;
	bool is_shown;
	unsigned round;
	struct vote *votes;
	size_t count, capacity;
};

struct votes {
	pthread_mutex_t lock; /* guards all members below */
	struct asked *asked;
	size_t count, capacity;
	uint64_t number, shown_number; /* of the last change, and of the last that all see */
};

struct votes *votes_new(void)
{
	struct votes *votes = xcalloc(1, sizeof(*votes));
	(void)pthread_mutex_init(&votes->lock, NULL);
	votes->number = votes->shown_number = 1;
	return votes;
}

void votes_free(struct votes *votes)
{
	if (!votes)
		return;
	for (size_t i = 0; i < votes->count; i++) {
		free(votes->asked[i].page);
		free(votes->asked[i].id);
		free(votes->asked[i].votes);
	}
	free(votes->asked);
	(void)pthread_mutex_destroy(&votes->lock);
	free(votes);
}

static struct asked *find(const struct votes *votes, const struct vote_ask *ask)
{
	for (size_t i = 0; i < votes->count; i++) {
		struct asked *asked = &votes->asked[i];
		if (strcmp(asked->page, ask->page) == 0 && strcmp(asked->id, ask->id) == 0)
			return asked;
	}
	return NULL;
}

/* The question, which is new when nobody voted; one with other choices now begins anew. */
static struct asked *take(struct votes *votes, const struct vote_ask *ask)
{
	struct asked *asked = find(votes, ask);
	if (!asked && votes->count == VOTE_ASKS_MAX)
		return NULL;
	if (!asked) {
		grow_array(&votes->asked, votes->count, &votes->capacity, sizeof(*votes->asked));
		asked = &votes->asked[votes->count++];
		*asked = (struct asked){ .page = xstrdup(ask->page), .id = xstrdup(ask->id) };
	}
	if (asked->choice_count != ask->choice_count) {
		asked->choice_count = ask->choice_count;
		asked->round++;
		asked->count = 0;
		asked->is_shown = false;
	}
	return asked;
}

static struct vote *vote_of(const struct asked *asked, const char *visitor)
{
	for (size_t i = 0; i < asked->count; i++) {
		if (strcmp(asked->votes[i].visitor, visitor) == 0)
			return &asked->votes[i];
	}
	return NULL;
}

static enum vote_reply cast(struct asked *asked, const char *visitor, size_t choice)
{
	struct vote *vote = vote_of(asked, visitor);
	if (vote && vote->choice == choice)
		return VOTE_COUNTED;
	if (vote ? vote->change_count == VOTE_CHANGES_MAX : asked->count == VOTE_VISITORS_MAX)
		return VOTE_TOO_MANY;
	if (!vote) {
		grow_array(&asked->votes, asked->count, &asked->capacity, sizeof(*asked->votes));
		vote = &asked->votes[asked->count++];
		*vote = (struct vote){ 0 };
		memcpy(vote->visitor, visitor, VISITOR_ID_SIZE);
	}
	vote->choice = (uint8_t)choice;
	vote->change_count++;
	return VOTE_COUNTED;
}

enum vote_reply votes_cast(
	struct votes *votes, const struct vote_ask *ask, const char *visitor, size_t choice)
{
	if (choice >= ask->choice_count || ask->choice_count > VOTE_CHOICES_MAX ||
		strlen(visitor) != VISITOR_ID_SIZE)
		return VOTE_WRONG;
	(void)pthread_mutex_lock(&votes->lock);
	struct asked *asked = take(votes, ask);
	enum vote_reply reply = !asked ? VOTE_TOO_MANY
		: asked->is_shown      ? VOTE_CLOSED
				       : cast(asked, visitor, choice);
	votes->number += reply == VOTE_COUNTED;
	(void)pthread_mutex_unlock(&votes->lock);
	return reply;
}

static bool set_shown(struct votes *votes, const struct vote_ask *ask, bool is_shown)
{
	(void)pthread_mutex_lock(&votes->lock);
	struct asked *asked = ask->choice_count <= VOTE_CHOICES_MAX ? take(votes, ask) : NULL;
	if (asked) {
		asked->is_shown = is_shown;
		asked->count = is_shown ? asked->count : 0;
		asked->round += !is_shown;
		votes->number++;
		votes->shown_number++;
	}
	(void)pthread_mutex_unlock(&votes->lock);
	return asked != NULL;
}

bool votes_show(struct votes *votes, const struct vote_ask *ask)
{
	return set_shown(votes, ask, true);
}

bool votes_forget(struct votes *votes, const struct vote_ask *ask)
{
	return set_shown(votes, ask, false);
}

unsigned votes_round(struct votes *votes, const struct vote_ask *ask)
{
	(void)pthread_mutex_lock(&votes->lock);
	const struct asked *asked = find(votes, ask);
	unsigned round = asked ? asked->round : 0;
	(void)pthread_mutex_unlock(&votes->lock);
	return round;
}

static uint64_t number_of(const struct votes *votes, const char *page, bool is_speaker)
{
	for (size_t i = 0; i < votes->count; i++) {
		if (strcmp(votes->asked[i].page, page) == 0)
			return is_speaker ? votes->number : votes->shown_number;
	}
	return 0;
}

uint64_t votes_number(struct votes *votes, const char *page, bool is_speaker)
{
	(void)pthread_mutex_lock(&votes->lock);
	uint64_t number = number_of(votes, page, is_speaker);
	(void)pthread_mutex_unlock(&votes->lock);
	return number;
}

static void append_asked(
	const struct asked *asked, bool is_speaker, const char *visitor, struct json *json)
{
	const struct vote *own = vote_of(asked, visitor);
	json_begin_object(json, NULL);
	json_string(json, "ask", asked->id);
	json_bool(json, "shown", asked->is_shown);
	if (is_speaker || asked->is_shown) {
		uint32_t counts[VOTE_CHOICES_MAX] = { 0 };
		for (size_t i = 0; i < asked->count; i++)
			counts[asked->votes[i].choice]++;
		json_begin_array(json, "counts");
		for (size_t i = 0; i < asked->choice_count; i++)
			json_number(json, NULL, counts[i]);
		json_end_array(json);
	}
	if (own)
		json_number(json, "mine", own->choice);
	json_end_object(json);
}

uint64_t votes_append(struct votes *votes, const char *page, bool is_speaker, const char *visitor,
	struct text *out)
{
	struct json json = { .out = out };
	(void)pthread_mutex_lock(&votes->lock);
	json_begin_array(&json, NULL);
	for (size_t i = 0; i < votes->count; i++) {
		if (strcmp(votes->asked[i].page, page) == 0)
			append_asked(&votes->asked[i], is_speaker, visitor, &json);
	}
	json_end_array(&json);
	uint64_t number = number_of(votes, page, is_speaker);
	(void)pthread_mutex_unlock(&votes->lock);
	return number;
}
