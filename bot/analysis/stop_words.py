"""Which English words carry a question, and which only hold it together.

Closed lists of our own, in normal form. A word in none of them is a content word:

- `QUESTION_WORDS` say what kind of answer is wanted and occur in answers by chance only.
- `FUNCTION_WORDS` hold a sentence together.
- `WEAK_WORDS` are those of them that change nothing when they come or go within a turn of
  phrase: "how much (do) people (usually) take (of it)".
- `LIGHT_WORDS` are content words of so general a use ("people", "tell", "thing", "use")
  that a question is hardly ever about them: to miss one says little.

Left out on purpose: words with a meaning of their own in some field ("do" the tone,
"will" the document); in a question they hardly ever have it.
"""

from __future__ import annotations

QUESTION_WORDS = frozenset(
    """what whats which who whos whom whose when where wheres why how hows what's
    wat wut wot whut hw wht""".split()
)

ARTICLES = frozenset(("a", "an", "the"))

FUNCTION_WORDS = frozenset(
    """a an the this that these those thats such
    i me my mine myself we us our ours ourselves you your yours yourself yourselves u ur
    he him his himself she her hers herself it its itself they them their theirs themselves
    im ive id ill youre youve youd youll hes shes weve theyre theyve theyd theyll itd itll
    be am is are was were been being isnt arent wasnt werent aint
    have has had having havent hasnt hadnt do does did doing done dont doesnt didnt
    can could cant cannot couldnt may might must mustnt shall should shouldnt will would wont
    wouldnt ought
    and or but nor if then else than as because while until unless though although whether so
    of at by for with about against between into through during before after above below to
    from up down in out on off over under upon within without onto toward towards per via
    among amongst across along around behind beneath beside besides beyond near despite except
    again further once here there hereby
    all any both each few more most other others some same several either neither every
    many much lot lots bit enough little less least
    no not only own too very just also even still yet ever never always often sometimes
    really quite rather pretty somewhat almost maybe perhaps already else
    now later soon today yes yeah yep nope ok okay oh hey hi hello please pls plz thanks thx
    well etc eg ie vs
    anyone anybody anything someone somebody something everyone everybody everything nobody
    nothing none anywhere somewhere
    one ones lol btw tho cuz coz bc cause""".split()
) - {"cause", "well", "below", "above", "little"}

LIGHT_WORDS = frozenset(
    """people person guy guys folks man thing things stuff way ways kind kinds sort sorts
    type types case cases fact facts example examples part parts point points
    place name names word words number numbers
    tell say said says told talk ask asked asking answer explain describe list give given
    gives show know knows known knew think thinks thought believe mean means meant
    want wants wanted need needs needed like likes liked wanna gonna gotta
    get gets got getting go goes going gone went come comes came
    take takes took taken make makes made making put use uses used using
    let lets try tries tried look looks looking see seen saw find found
    happen happens happened happening work works worked working
    do doing done call called calls become became begin began start started
    seem seems appear appears exist exists existing
    good bad better best worse worst big small great nice cool right wrong sure
    new old first last next main major important different various certain general common
    usual usually normal normally actual actually basically exactly possible possibly
    able available true false real
    currently generally typically mostly mainly
    help idea info information detail details question document article text page says source
    able else together involved involve involves include includes including included
    related relate regarding concerning according based
    anyway long amount exact specific
    affect affects affected effect effects influence impact change changes changed cause causes
    caused lead leads produce produces allow allows provide provides report reports reported
    show showed shown claim claims suggest suggests indicate belong belongs count counts
    user users everyone someone thought
    start stop keep keeps turn turns set sets run runs bring come feel feels
    mom mum mommy mummy mother dad father brother sister son daughter grandson granddaughter
    grandma grandpa grandmother grandfather uncle aunt cousin husband wife partner boyfriend
    girlfriend friend friends buddy mate mates pal roommate neighbor neighbour colleague kiddo
    rid bruh dude dudes bro bloke lad chap yo ppl wtf lmao lmfao rofl smh tbh imo imho idk ngl fr
    asap
    kindly curious wondering wonder asking heard hear reading online internet reddit discord forum
    honestly seriously literally supposedly apparently reportedly allegedly anymore afterwards
    heck afternoon evening morning tonight today yesterday recently lately
    crap damn shit hell dumb stupid weird crazy funny sir madam dear
    niece nephew grandchild pensioner retiree retired journalist newspaper paramedic fellow soul
    poor mentioned mention excuse insists insist shrugged speaking writing afraid worried hope
    hoping glad aware understand understood correctly properly relatively believed supposed
    fancy glowing drawer dared finally beforehand turned ago
    rather likely common purpose purposes reason reasons result results role
    time times day days year years""".split()
)

WEAK_WORDS = frozenset(
    """a an the this that these those it its i im ive id me my you your youre u ur we us our
    they them their theyre he she him his her hes shes am is are was were isnt arent wasnt be
    been being do does did doing done have has had having can could will would shall should may
    might must of to really actually usually normally typically generally just even ever also
    very quite so then please pls still exactly basically some any somebody someone anybody
    anyone there if does dont doesnt didnt""".split()
)
