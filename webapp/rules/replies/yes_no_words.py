"""How people text yes and no, in seven languages. Phrases that say the opposite of one of their words included."""

YES = {
    "en": (
        "y, ye, yes, yess, yesss, yea, yeah, yeh, yep, yup, yas, ya, yh, sure, sure thing, of course, ofc, absolutely, definitely, "
        "certainly, ok, okay, okey, k, kk, alright, all right, correct, right, that s right, thats right, exactly, fine, "
        "sounds good, sounds great, works for me, that works, go ahead, please do, perfect, great, affirmative, agreed, "
        "no problem, no worries, no prob, np, why not, true, i do, i am, i will, you bet, totally, for sure, deal, "
        "i agree, i confirm, confirmed, confirm, good, not a problem, i can, i would, i d love to, don t mind, it is, yes i do"
    ),
    "es": (
        "s, si, sii, siii, sip, sep, claro, claro que si, por supuesto, vale, ok, okey, de acuerdo, correcto, exacto, "
        "perfecto, dale, bueno, esta bien, como no, desde luego, obvio, afirmativo, cierto, asi es, va, sale, listo, "
        "no hay problema, sin problema, por que no, confirmo, confirmado, me parece bien, me viene bien, genial, seguro, eso es"
    ),
    "fr": (
        "o, oui, ouii, ouais, ouep, ouaip, oué, wi, yep, ok, okay, d accord, dac, dacc, bien sur, bien sûr, certainement, exact, "
        "exactement, parfait, ca marche, ça marche, ca me va, ça me va, volontiers, avec plaisir, pas de probleme, pas de problème, "
        "pas de souci, pourquoi pas, absolument, tout a fait, entendu, vas y, allez y, c est bon, c est ca, je confirme, confirme, "
        "si, evidemment, mais oui, carrement"
    ),
    "de": (
        "j, ja, jaa, jaaa, jo, jep, jup, jawohl, yep, klar, na klar, alles klar, ok, okay, okey, gerne, gern, sicher, natürlich, stimmt, "
        "richtig, genau, passt, das passt, einverstanden, in ordnung, geht klar, selbstverständlich, auf jeden fall, "
        "kein problem, warum nicht, perfekt, super, gut, bestätigt, bestätige, korrekt, freilich, aber ja, doch, mach ich, joa"
    ),
    "pt": (
        "s, sim, sm, simm, ss, claro, com certeza, claro que sim, pode ser, pode, ok, okay, certo, isso, exato, correto, perfeito, beleza, blz, "
        "tá, ta bom, tá bom, está bem, de acordo, combinado, fechado, óbvio, confirmo, confirmado, sem problema, por que não, "
        "pq não, porque não, não há problema, não tem problema, aham, uhum, positivo, é, isso mesmo, quero, bora, tudo bem"
    ),
    "it": (
        "s, si, sì, sisi, certo, certamente, ok, okay, va bene, d accordo, perfetto, esatto, giusto, sicuro, volentieri, confermo, confermato, "
        "assolutamente, ovvio, corretto, benissimo, con piacere, si certo, certo che si, perché no, nessun problema, ci sto"
    ),
    "nl": (
        "j, ja, jaa, jazeker, jep, jup, zeker, natuurlijk, graag, ok, oké, okay, prima, goed, klopt, akkoord, is goed, dat klopt, "
        "tuurlijk, helemaal goed, geen probleem, waarom niet, perfect, top, bevestigd, ik bevestig"
    ),
}
NO = {
    "en": (
        "n, no, noo, nooo, nope, nah, na, nay, no way, not really, never, no thanks, no thank you, no thx, negative, incorrect, wrong, "
        "i don t, i do not, don t, not interested, i m not, i won t, not now, not at all, of course not, absolutely not, "
        "definitely not, certainly not, i don t think so, dont think so, not ok, not okay, not good, can t, cannot, i can t, "
        "doesn t work, does not work, not yet, no good, that s wrong, not right, not correct, false, not true, nop, sure not, not sure it works, no i don t"
    ),
    "es": (
        "n, no, noo, nop, nel, nones, no gracias, para nada, claro que no, por supuesto que no, nunca, jamás, negativo, "
        "incorrecto, de ninguna manera, no quiero, no puedo, ni hablar, tampoco, no me interesa, falso, no es correcto, no está bien, en absoluto, todavía no, aún no"
    ),
    "fr": (
        "n, non, nan, nn, nope, non merci, pas du tout, jamais, pas vraiment, bien sûr que non, surtout pas, faux, incorrect, "
        "pas d accord, absolument pas, pas question, je ne veux pas, je ne peux pas, je peux pas, pas intéressé, pas encore, certainement pas, mais non, ça ne me va pas, ça marche pas, pas bon"
    ),
    "de": (
        "n, nein, ne, nee, nö, nope, nein danke, nicht, auf keinen fall, keinesfalls, niemals, falsch, leider nicht, leider nein, "
        "stimmt nicht, passt nicht, das passt nicht, geht nicht, kein interesse, natürlich nicht, sicher nicht, gar nicht, überhaupt nicht, "
        "nicht gut, nicht richtig, noch nicht, lieber nicht, kann nicht, will nicht, eher nicht, nie, nicht einverstanden"
    ),
    "pt": (
        "n, não, nao, naum, nn, não obrigado, não obrigada, claro que não, de jeito nenhum, nunca, jamais, negativo, incorreto, "
        "errado, não quero, não posso, nem pensar, de forma alguma, ainda não, não está certo, agora não, falso, não dá, com certeza não"
    ),
    "it": (
        "n, no, noo, nope, no grazie, mai, assolutamente no, per niente, non posso, non voglio, non mi interessa, certo che no, "
        "sbagliato, falso, non va bene, non ancora, purtroppo no, meglio di no, negativo"
    ),
    "nl": (
        "n, nee, neen, nope, neuh, nee bedankt, nee dank je, nee dank u, helaas niet, liever niet, zeker niet, natuurlijk niet, "
        "niet, nooit, fout, klopt niet, geen interesse, kan niet, gaat niet, nog niet, helemaal niet, nu niet"
    ),
}
NEITHER = {
    "en": "maybe, perhaps, dunno, don t know, not sure, i m not sure, depends, possibly, probably, might, idk, unless, but, if, yes and no, yes or no, later",
    "es": "quizás, quizá, tal vez, no sé, no lo sé, depende, puede ser, a lo mejor, pero, si puedo, no estoy seguro, no estoy segura, más tarde",
    "fr": "peut être, je ne sais pas, je sais pas, sais pas, jsp, ça dépend, mais, si possible, probablement, pas sûr, pas sûre, bof",
    "de": "vielleicht, weiß nicht, weiß ich nicht, keine ahnung, kommt drauf an, aber, wenn, falls, mal sehen, jein, nicht sicher, eventuell, wahrscheinlich",
    "pt": "talvez, não sei, sei lá, depende, mas, se puder, quem sabe, não tenho certeza, provavelmente",
    "it": "forse, non so, non lo so, dipende, ma, se posso, magari, non sono sicuro, non sono sicura, più tardi, boh",
    "nl": "misschien, weet niet, weet ik niet, geen idee, hangt ervan af, maar, als, wellicht, niet zeker, later",
}
