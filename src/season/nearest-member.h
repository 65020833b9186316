#ifndef SEASON_NEAREST_MEMBER_H
#define SEASON_NEAREST_MEMBER_H

/* Whom a misspelt name means. */

#include "season/group.h"

/*
 * Returns the name of a member, or another name of one, from which `name` differs in one letter:
 * one jamo of Hangul, but no ideograph. NULL: there is none. Names of different people are often as
 * near as two letters (민수 and 민지), and names of one or two letters are too short to say.
 */
const char *nearest_member(const struct group *group, const char *name);

#endif
