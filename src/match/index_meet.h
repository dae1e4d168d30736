/*
 * Inside match/index*.c: whom one mention meets, by the bounds of block.c.
 *
 * Everything is seen as it would be with the guest in the index: the mention
 * that is asked about, when it is not in it.
 */
#pragma once

#include "match/index_inside.h"

/* A run of a key that somebody stands in: a stretch of the key's list. */
struct run {
    uint64_t key;
    uint32_t from, size; /* in the list with the guest */
    uint32_t own;        /* where he himself stands */
    bool is_left;        /* to the other side of each pair, for his budget was full */
};

struct meeting {
    struct scene *scene;
    uint32_t guest;      /* place in the scene, SCENE_GUEST when there is none */
    uint64_t guest_word; /* of the guest */
    struct map guest_keys;
    struct map weighed_up; /* places in the scene whose left runs are known */
    struct map left;       /* hash of place, key and from: left */
    VEC(struct run) runs;  /* room */
    VEC(uint32_t) found;   /* places in the half, each once */
    struct map seen;       /* turn and place */
    uint64_t turn;
};

/* guest: its place in the scene, or SCENE_GUEST. */
bool meeting_open(struct scene *scene, uint32_t guest, struct meeting *ret);
void meeting_done(struct meeting *meeting);
/* Fills found with those whom the one at that place in the scene meets, the guest left out. false without memory. */
bool meeting_of(struct meeting *meeting, uint32_t here);
