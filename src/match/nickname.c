/*
 * A line is a group: a formal name and what people are called by.  A name may
 * stand in several ("bert": Lambertus, Albertus, Robert).  Groups are kept
 * tight: "same person possible", never decisive alone.  General knowledge of
 * Dutch, English and German naming, written down for this program.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "match/nickname.h"

static const char *const groups[] = {
    "johannes johan jan hans joop hannes jo giovanni johann", "johanna jo joke hanna hannie jannie hanne",
    "wilhelmus willem wim wil pim helmus willy wilhelm willi", "wilhelmina willy wil mien mina wilma",
    "cornelis kees cees cor nelis cornelius", "cornelia corrie nel nelly lia", "petrus pieter piet peter",
    "petronella nel petra ella", "jacobus jacob jaap ko koos sjaak jack jakob", "jacoba co coby",
    "hendrikus hendrik henk hein rik harry henny", "hendrika riek rika hennie ria", "antonius ton toon anton teun antonie",
    "antonia toos tonny", "theodorus theo dorus theodor", "theodora dora thea", "gerardus gerrit gerard ge ger",
    "franciscus frans frank", "francisca cis sisca francien", "adrianus ad arie adri adriaan janus", "adriana ada adrie",
    "martinus martin tinus maarten", "marinus rinus rien", "leonardus leo leen leonard", "josephus jozef jos jef sjef joep josef",
    "nicolaas nico klaas niek nikolaus klaus", "mattheus matthijs thijs ties mat matthias", "laurentius laurens rens lorenz",
    "bernardus ben bernard berend bernd bernhard", "bartholomeus bart mees", "arnoldus arnold nol arno noud",
    "alexander alex lex sander al sandy xander", "alphonsus fons", "lambertus bert lambert bertus", "albertus bert ab albert",
    "hubertus bert huub hubert", "ludovicus louis lode ludo ludwig", "frederik fred frits freek rik friedrich fritz",
    "dirk derk dick diederik dietrich", "hermanus herman manus harm hermann", "abraham bram ab abe", "michael michiel chiel michel mike mick mickey",
    "daniel daan dan danny", "sebastiaan bas sebastian basti", "thomas tom tommy", "maria marie mieke ria marijke mia miep riet mary",
    "elisabeth els lies bep betty elly liesbeth lisa elizabeth", "catharina toos tiny trijntje karin ina katharina kathi katrin",
    "geertruida truus trudy geertje", "margaretha greet gre margriet marga rita margarethe grete", "helena lena leni heleen helene",
    "anna an annie anneke ans anja anne ann", "theresia trees thea theresa resi", "alida aleida alie ali lida", "gustaaf staf gustav",
    "edmond mon", "constant stan",
    "robert bob rob bobby robbie bert robby", "william bill will billy willie liam", "richard rick dick rich ricky richie",
    "edward ed eddie ted ned teddy", "james jim jimmy jamie", "john jack johnny jon", "jonathan jon jonny nathan", "joseph joe joey jos",
    "charles chuck charlie charley chas carl", "thomas tom tommy", "patrick pat paddy", "patricia pat patty trish tricia patti",
    "margaret maggie meg peggy marge margie greta", "elizabeth liz beth betty eliza lizzie betsy libby bess lisa", "katherine kate kathy katie kathryn catherine kat kitty cathy cate",
    "susan sue susie suzy susanna suzanne", "deborah deb debbie debra", "jennifer jen jenny jenn", "jessica jess jessie",
    "samuel sam sammy", "samantha sam sammie", "benjamin ben benny benji", "daniel dan danny", "david dave davey davy", "christopher chris kit topher",
    "christine chris tina christina chrissy krista", "steven steve stephen stevie", "michael mike mickey mick mikey", "matthew matt matty",
    "andrew andy drew", "anthony tony ant", "nicholas nick nicky nico", "gregory greg", "jeffrey jeff geoff geoffrey", "kenneth ken kenny",
    "ronald ron ronnie", "donald don donnie", "lawrence larry lawrie laurence", "gerald gerry jerry", "raymond ray", "timothy tim timmy",
    "frederick fred freddie freddy", "francis frank fran", "frances fran fanny francie", "henry harry hank hal", "harold harry hal",
    "joshua josh", "zachary zach zack", "jacob jake", "nathaniel nate nathan nat", "peter pete", "philip phil phillip pip", "vincent vince vinny",
    "walter walt wally", "leonard len lenny leo", "theodore ted theo teddy", "eugene gene", "rebecca becky becca", "barbara barb barbie babs",
    "dorothy dot dottie dolly", "kimberly kim", "pamela pam", "sandra sandy", "cynthia cindy", "victoria vicky tori vicki", "alexandra alex sandra lexi sasha ali",
    "amanda mandy", "melissa mel missy", "melanie mel", "stephanie steph", "nancy nan", "virginia ginny", "eleanor ellie nell nora", "isabella bella izzy isabel",
    "abigail abby", "madeline maddie", "olivia liv livvy", "sophia sophie", "caroline carrie carol", "theresa terry tess tessa", "teresa terry tess", "terence terry",
    "gabriel gabe", "gabrielle gabby", "maximilian max", "oliver ollie olli", "dominic dom", "louis lou louie", "louise lou lulu", "archibald archie", "alfred alf fred alfie",
    "albert al bert bertie", "arthur art artie", "ernest ernie", "stanley stan", "sidney sid", "clifford cliff", "douglas doug", "russell russ", "mitchell mitch",
    "gerhard gerd", "heinrich heinz heiner", "guenther guenter gunter", "juergen jurgen jorg", "karlheinz karl heinz", "georg schorsch juergen", "johannes hans hannes johann jo",
    "ulrich uli", "ursula uschi ulla", "gertrud trude gerda", "brigitte gitte gitti", "christian chris", "stefan stephan steffen", "manfred manni", "wolfgang wolf", "rudolf rudi rolf",
    "sebastian basti seb", "magdalena lena leni magda", "susanne susi sanne", "monika moni", "angelika geli", "elfriede friedel", "hildegard hilde", "walburga burgi", "eberhard hardy",
    "cameron cam", "jackson jack", "charlotte lottie charlie lotte", "amelia amy millie", "emily em emmy", "jasmine jaz jas", "thomas thom", "joel jo", "evelyn eve evie", "leah lea",
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]), GROUPS_OF_NAME_MAX = 4 };
_Static_assert(GROUPS < 256, "a group number fits in a byte");

uint32_t nickname_groups(struct text folded)
{
    uint32_t found = 0;
    unsigned count = 0;
    for (unsigned g = 0; g < GROUPS && count < GROUPS_OF_NAME_MAX; g++) {
        struct text rest = text_from(groups[g]), word = TEXT_EMPTY;
        while (text_next(&rest, ' ', &word)) {
            if (!text_equal(word, folded))
                continue;
            found |= (g + 1) << (8 * count++);
            break;
        }
    }
    return found;
}

bool nickname_related(uint32_t a, uint32_t b)
{
    for (; a; a >>= 8)
        for (uint32_t other = b; other; other >>= 8)
            if ((a & 0xff) == (other & 0xff))
                return true;
    return false;
}
