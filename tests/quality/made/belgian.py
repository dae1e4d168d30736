"""French names and addresses of Brussels and Wallonia, in the shapes that people.py makes people of.

Given names and surnames are our choice of usual ones; rare surnames are put
together from parts. Places are real with their real postcodes and area codes.
"""
from made import mess as m
from made import words as w

MEN = w.zipf("""Jean Pierre Michel Philippe Marc Luc Alain Thierry André Bernard Didier Pascal Nicolas Olivier Laurent
    Christophe Vincent Frédéric Benoît François Guy Jacques Daniel Patrick Éric Stéphane Jérôme Grégory Sébastien Thomas
    Maxime Antoine Arnaud Quentin Julien Simon Louis Hugo Gabriel Arthur Lucas Nathan Théo Noah Mohamed Youssef Karim
    Mehdi Bilal Emre Giuseppe Salvatore Jean-Pierre Jean-Marc Jean-Claude Jean-Luc Marc-Antoine Loïc Gaël Rémy Étienne
    Xavier Fabrice Cédric Damien Yves Raymond Roger Fernand Gilbert Willy Albert""", 0.6)
WOMEN = w.zipf("""Marie Anne Nathalie Isabelle Martine Françoise Monique Christine Catherine Sophie Véronique Dominique
    Brigitte Cécile Valérie Sandrine Céline Aurélie Émilie Julie Laura Sarah Charlotte Camille Manon Emma Léa Chloé Louise
    Juliette Alice Zoé Lucie Inès Élise Hélène Geneviève Jacqueline Denise Nicole Michèle Josiane Bernadette Chantal
    Liliane Paulette Ginette Yvette Marie-Claire Marie-Thérèse Anne-Marie Marie-Louise Rose-Marie Fatima Khadija Samira
    Nadia Leïla Aïcha Fatiha Giulia Rosa Carine Corinne Delphine Stéphanie Vanessa Mélanie Amandine Florence Bénédicte
    Agnès Anaïs Maëlle Océane""", 0.6)
SURNAMES = w.zipf("""Dubois Lambert Martin Dupont Simon Dumont Leroy Claes Denis Renard François Lejeune Leclercq Gérard
    Laurent Mathieu Lemaire Bertrand Charlier Michel Collard Fontaine Evrard Noël Henry Delvaux Thomas Pirotte Legrand
    Body Willems Janssens Peeters Maes Jacobs Mertens Goossens Wauters Lefèvre Lefebvre Petit Lecomte Dethier Bodart
    Marchal Collignon Hubert Gillet Remy Adam Georges Massart Servais Toussaint Lenoir Thiry Wathelet Dujardin Detry
    El_Amrani Benali Bouazza Yilmaz Rossi Russo Moreau Rousseau Vandenberghe Vanhove Vandamme Delhaye Delcourt
    Delfosse De_Smet De_Backer Van_den_Bossche d'Hondt d'Oultremont""", 0.75)
PARTS = ("Beau Belle Bois Cham Char Clair Cour Dan Del Des Fau Fon Gau Gran Hau Jo Lan Mal Mar Mon Mou Noi Par Per Pont Ri "
         "Ro Sau Ser Val Ver Vil".split(),
         "bert champs cour court dier don fays fort gne guer lain lard lier mont nard neux pont quet rieux rot sart soul "
         "teau tier ville vaux".split())
KINDS = ["Rue"] * 12 + ["Avenue"] * 6 + ["Chaussée", "Chaussée", "Place", "Boulevard", "Clos", "Chemin", "Quai", "Allée"]
ENDS = """de_la_Station de_l'Église du_Moulin des_Écoles de_la_Gare du_Centre de_la_Loi Royale Neuve Haute Basse des_Champs du_Bois
    de_la_Fontaine Saint-Pierre Saint-Martin Sainte-Anne du_Château des_Tilleuls des_Acacias des_Combattants Albert_Ier Léopold_II
    de_Bruxelles de_Namur de_Liège de_Mons de_Charleroi du_Tilleul de_la_Paix de_la_Liberté Reine_Astrid Joseph_Wauters du_Parc
    de_la_Chapelle des_Prés du_Calvaire de_l'Industrie Émile_Vandervelde du_Roi_Albert de_la_Sapinière Victor_Hugo""".split()
PLACES = """Bruxelles:1000:02 Schaerbeek:1030:02 Ixelles:1050:02 Uccle:1180:02 Anderlecht:1070:02 Etterbeek:1040:02
    Woluwe-Saint-Lambert:1200:02 Molenbeek-Saint-Jean:1080:02 Wavre:1300:010 Ottignies:1340:010 Nivelles:1400:067
    Waterloo:1410:02 Braine-l'Alleud:1420:02 Liège:4000:04 Seraing:4100:04 Herstal:4040:04 Huy:4500:085 Verviers:4800:087
    Spa:4900:087 Namur:5000:081 Jambes:5100:081 Gembloux:5030:081 Dinant:5500:082 Charleroi:6000:071 Châtelet:6200:071
    Gosselies:6041:071 Mons:7000:065 La_Louvière:7100:064 Tournai:7500:069 Mouscron:7700:056 Ath:7800:068 Arlon:6700:063
    Bastogne:6600:061 Marche-en-Famenne:6900:084 Libramont:6800:061 Philippeville:5600:071""".split()


def given_name(rng, gender):
    return m.draw(rng, MEN if gender == "m" else WOMEN)


def surname(rng):
    if m.chance(rng, 0.35):
        return "", rng.choice(PARTS[0]) + rng.choice(PARTS[1])
    return "", m.draw(rng, SURNAMES).replace("_", " ")


def address(rng):
    city, code, area = rng.choice(PLACES).split(":")
    addition = rng.choice(["bte %d" % rng.randrange(1, 30), "A", "B", "/%d" % rng.randrange(1, 9)]) if m.chance(rng, 0.2) else ""
    return {"street": rng.choice(KINDS) + " " + rng.choice(ENDS).replace("_", " "), "number": str(rng.randrange(1, 240)),
            "addition": addition, "city": city.replace("_", " "), "state": "", "country": "Belgique", "postcode": code, "area": area}


def landline(rng, home):
    return home["area"], rng.choice("23456789") + m.digits(rng, 9 - len(home["area"]) - 1)


def mobile(rng):
    return rng.choice(["0470", "0471", "0475", "0477", "0485", "0486", "0495", "0499"]), m.digits(rng, 6)
