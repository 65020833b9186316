#ifndef CONVERSATION_RECORDED_CALLS_NAMES_H
#define CONVERSATION_RECORDED_CALLS_NAMES_H

#include "conversation/calls/recorded-calls.h"

/* The kind of the call, by its name and arguments. */
enum call_kind recorded_call_kind_of(const struct socket_call *call);

#endif
