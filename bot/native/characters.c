/* Asks a PDF's library for all characters of a page at once: it answers for one at a time, and a
   call from Python takes longer than the answer. What functions are asked is handed over, for this
   library knows no other. `bot/documents/pdf_asking.py` does the same without a compiler.

   What a function does not answer stays as it was. */

#include <stdint.h>

typedef struct {
    unsigned (*code)(void *page, int at);
    void *(*object)(void *page, int at);
    int (*origin)(void *page, int at, double *x, double *y);
    int (*box)(void *page, int at, double *left, double *right, double *bottom, double *top);
    double (*size)(void *page, int at);
    int (*matrix)(void *page, int at, float *six);
    void *(*font)(void *object);
    int (*tag)(void *object);
} asked;

typedef struct {
    double x, y, left, right, bottom, top;
} place;

typedef struct {
    double size;
    int32_t known, tag; /* whether its matrix is */
    float matrix[6];
    void *font;
} shared;

void citebot_characters(const asked *ask, void *page, int first, int count,
                        uint32_t *codes, void **objects, place *places)
{
    for (int at = 0; at < count; at++) {
        place *one = places + at;
        codes[at] = ask->code(page, first + at);
        objects[at] = ask->object(page, first + at);
        ask->origin(page, first + at, &one->x, &one->y);
        ask->box(page, first + at, &one->left, &one->right, &one->bottom, &one->top);
    }
}

void citebot_shared(const asked *ask, void *page, int at, void *object, shared *found)
{
    found->size = ask->size(page, at);
    found->known = ask->matrix(page, at, found->matrix);
    found->font = ask->font(object);
    found->tag = ask->tag(object);
}
