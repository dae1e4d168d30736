"""Names, streets and places to invent people and firms from.

The Dutch ones are the tables of the demonstration company (data/demo_*.tsv).
The German and English ones stand here: our own choice of names that occur,
and rare surnames put together from parts, so that a set of thousands has both
a crowd of Müllers and many names that stand alone. Places are real, with their
real first digits of postcode and area code; streets and numbers are invented.
"""
import os

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "data")


def table(name):
    with open(os.path.join(DATA, name), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    return [dict(zip(rows[0], row + [""] * len(rows[0]))) for row in rows[1:]]


def zipf(words, power=0.8):
    """A word and how often it is drawn: the first more than the last."""
    words = words.split() if isinstance(words, str) else list(words)
    return words, [1.0 / (i + 3) ** power for i in range(len(words))]


DE_MEN = zipf("""Thomas Michael Andreas Peter Stefan Christian Hans Klaus Wolfgang Jürgen Günter Werner Frank Markus Martin
    Uwe Matthias Bernd Alexander Daniel Jörg Dieter Manfred Helmut Horst Karl Heinz Ralf Rainer Jens Tobias Sebastian Jan
    Florian Felix Lukas Maximilian Paul Leon Jonas Philipp Tim Niklas Moritz Jakob Oliver Sven Torsten Thorsten Carsten
    Karsten Dirk Holger Norbert Gerhard Walter Herbert Rudolf Franz Josef Ludwig Georg Anton Johannes Friedrich Wilhelm
    Otto Ernst Kurt Erich Hermann Heinrich Reinhard Winfried Volker Detlef Ingo Marco Marcel Patrick Dominik Benjamin
    Simon Fabian Julian Kevin Dennis Nico Robin Bastian Björn Götz Jürg Sören Lars Arne Malte Hannes Ole Finn Luca Elias
    Noah Ben Emil Anton Theo Mehmet Mustafa Ali Ahmet Emre Murat Piotr Tomasz Ivan Sergej Dimitri""", 0.6)
DE_WOMEN = zipf("""Anna Maria Ursula Monika Petra Elisabeth Sabine Renate Helga Karin Brigitte Ingrid Erika Andrea Gisela
    Claudia Susanne Gabriele Christa Christine Hildegard Anja Birgit Nicole Heike Stefanie Martina Angelika Barbara Silke
    Katrin Kathrin Sandra Melanie Julia Katharina Sarah Laura Lena Lea Hannah Sophie Johanna Marie Leonie Lisa Jana Vanessa
    Franziska Nadine Tanja Kerstin Ute Doris Gerda Irmgard Gertrud Charlotte Frieda Käthe Jürgine Käte Bärbel Dörte Antje
    Anke Elke Inge Jutta Margarete Margarethe Marlies Rosemarie Annegret Hannelore Waltraud Edith Ilse Elfriede Edeltraud
    Sonja Simone Bettina Cornelia Dagmar Eva Regina Rita Roswitha Sigrid Silvia Sylvia Ulrike Veronika Yvonne Jacqueline
    Mandy Jasmin Alina Emma Mia Clara Ida Greta Luisa Paula Nele Fatma Ayşe Emine Elif Agnieszka Olga Natalia""", 0.6)
DE_SURNAMES = zipf("""Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Richter
    Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner Schmitz Krause Meier
    Lehmann Schmid Schulze Maier Köhler Herrmann König Walter Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung
    Hahn Schubert Vogel Friedrich Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster
    Simon Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel Heinrich Brandt Haas
    Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch Bergmann Thomas Voigt Sauer Arnold Wolff
    Pfeiffer Yılmaz Öztürk Kaya Demir Nowak Kowalski Petrow Ivanov""", 0.75)
DE_PARTS = ("""Acker Alt Amsel Bach Berg Birken Blumen Born Brink Brunn Buchen Dorn Eber Eichen Eis Erlen Esch Falken Feld
    Finken Frei Gold Grün Hage Hasel Heide Hoch Holz Hopfen Kalten Kirch Klee Kron Lauter Linden Löwen Mühl Neu Ober Reh
    Reichen Rosen Rübe Sachsen Sand Schön Silber Stein Stern Tannen Wald Weiden Wieden Wiesen Winter Zell""".split(),
            """ach au bach bauer baum becker berg berger brandt burg dorf eck egger feld feldt hagen hammer hausen haus heim
    hof hofer horst huber kamp lohe mann meier meyer müller mayr reuter rode schmidt siepen stein steiner stock thal
    wald weber""".split())
DE_STREETS = ("""Haupt Schul Garten Bahnhof Dorf Berg Kirch Birken Linden Wald Ring Goethe Schiller Mozart Beethoven Bismarck
    Feld Wiesen Mühlen Rosen Eichen Buchen Ahorn Tannen Amsel Lerchen Finken Drossel Jahn Friedrich Wilhelm Luther Kant Uhland
    Hermann Heinrich Robert-Koch- Karl-Marx- Thomas-Mann- Albert-Schweitzer- Ludwig-Erhard- Brunnen Industrie Gewerbe Hafen
    Markt Post Park Schloß Burg Nord Süd West Ost Mittel Kurze- Lange- Neue- Alte- Breite- Kapellen Kloster Ziegelei Bach Ufer
    Flur Sonnen Stern Hügel Hang Tal Weinberg Kiefern Erlen Weiden Pappel Holunder Flieder Tulpen Nelken""".split(),
              ["straße"] * 10 + ["weg"] * 5 + ["platz", "allee", "gasse", "ring", "damm", "ufer", "steig"])
DE_PLACES = """Berlin:10,12,13:030 Hamburg:20,22:040 München:80,81:089 Köln:50 51:0221 Frankfurt_am_Main:60 65:069
    Stuttgart:70:0711 Düsseldorf:40:0211 Leipzig:04:0341 Dortmund:44:0231 Essen:45:0201 Bremen:28:0421 Dresden:01:0351
    Hannover:30:0511 Nürnberg:90:0911 Duisburg:47:0203 Bochum:44:0234 Wuppertal:42:0202 Bielefeld:33:0521 Bonn:53:0228
    Münster:48:0251 Karlsruhe:76:0721 Mannheim:68:0621 Augsburg:86:0821 Wiesbaden:65:0611 Mönchengladbach:41:02161
    Gelsenkirchen:45:0209 Braunschweig:38:0531 Aachen:52:0241 Kiel:24:0431 Chemnitz:09:0371 Halle_(Saale):06:0345
    Magdeburg:39:0391 Freiburg_im_Breisgau:79:0761 Krefeld:47:02151 Mainz:55:06131 Lübeck:23:0451 Erfurt:99:0361
    Oberhausen:46:0208 Rostock:18:0381 Kassel:34:0561 Hagen:58:02331 Saarbrücken:66:0681 Potsdam:14:0331 Hamm:59:02381
    Ludwigshafen_am_Rhein:67:0621 Oldenburg:26:0441 Osnabrück:49:0541 Leverkusen:51:0214 Heidelberg:69:06221
    Darmstadt:64:06151 Regensburg:93:0941 Ingolstadt:85:0841 Würzburg:97:0931 Fürth:90:0911 Ulm:89:0731 Heilbronn:74:07131
    Göttingen:37:0551 Wolfsburg:38:05361 Recklinghausen:45:02361 Reutlingen:72:07121 Bremerhaven:27:0471 Koblenz:56:0261
    Bergisch_Gladbach:51:02202 Jena:07:03641 Trier:54:0651 Siegen:57:0271 Hildesheim:31:05121 Cottbus:03:0355
    Kleve:47:02821 Emmerich:46:02822 Bocholt:46:02871 Gronau:48:02562 Nordhorn:48:05921 Meppen:49:05931""".split()
DE_TRADES = """Bäckerei Metzgerei Tischlerei Schreinerei Autohaus Elektrotechnik Maschinenbau Spedition Bauunternehmen Dachdeckerei
    Gartenbau Druckerei Apotheke Fahrschule Metallbau Sanitärtechnik Heizungsbau Steuerberatung Ingenieurbüro Immobilien
    Verlag Getränkehandel Malerbetrieb Zimmerei Gerüstbau Fliesenhandel Kunststofftechnik Werkzeugbau Landtechnik
    Medizintechnik Software Beratung Logistik Transporte Optik Möbelhaus Gasthof Weingut Brauerei Mühle Fensterbau
    Fahrzeugbau Hausverwaltung Reinigung Sicherheitsdienst Werbetechnik Feinkost Textilhandel Holzhandel""".split()
DE_BRANDS = ("Nova Tecto Rhein Alpen Nord Süd West Elbe Isar Main Hansa Euro Inter Uni Pro Delta Omega Vita Opti Multi Bio "
             "Aqua Terra Luma Kern Medi Poly Thermo Agro Solar".split(),
             "tec plan bau systeme net data med log tron form dyn flex plast pharm chem print werk soft vision line".split())

EN_MEN = zipf("""James Robert John Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark
    Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan Jacob Gary Nicholas
    Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Frank Patrick Raymond Jack Dennis Jerry
    Tyler Aaron Jose Adam Nathan Henry Douglas Zachary Peter Kyle Noah Ethan Jeremy Walter Christian Keith Roger Terry Austin
    Sean Gerald Carl Harold Dylan Arthur Lawrence Jordan Jesse Bryan Billy Bruce Gabriel Joe Logan Alan Juan Albert Willie
    Elijah Wayne Randy Vincent Mason Roy Ralph Bobby Russell Bradley Philip Eugene Carlos Luis Miguel Mohammed Omar Wei
    Hiroshi Raj Sanjay Darnell Terrell Malik Liam Owen Callum Gareth Rhys Angus Hamish Nigel Clive""", 0.6)
EN_WOMEN = zipf("""Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra Margaret
    Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Sharon Laura Cynthia Dorothy Amy
    Kathleen Angela Shirley Emma Brenda Pamela Nicole Anna Samantha Katherine Christine Debra Rachel Carolyn Janet Maria
    Olivia Heather Helen Catherine Diane Julie Victoria Joyce Lauren Kelly Christina Ruth Joan Virginia Judith Evelyn Hannah
    Andrea Megan Cheryl Jacqueline Madison Teresa Abigail Sophia Martha Sara Gloria Janice Kathryn Ann Isabella Judy
    Charlotte Julia Grace Amber Alice Jean Denise Frances Danielle Marilyn Natalie Beverly Diana Brittany Theresa Kayla Alexis
    Doris Lori Tiffany Rosa Carmen Guadalupe Aisha Fatima Priya Mei Yuki Latoya Keisha Imani Siobhan Niamh Bronwen Fiona
    Gemma Poppy Imogen Beatrice Philippa""", 0.6)
EN_SURNAMES = zipf("""Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
    Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker
    Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter
    Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards Collins Reyes Stewart Morris Morales Murphy Cook Rogers
    Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood
    James Bennett Gray Mendoza Ruiz Hughes Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins
    Perry Russell Sullivan Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Graham Murray Ford O'Brien McDonald
    MacLeod O'Connor Fitzgerald Singh Khan Chen Wang Cohen Kowalski Nowak""", 0.75)
EN_PARTS = ("""Ash Ald Bar Beck Birch Black Bland Brad Brand Brent Brom Burn Cal Carl Chad Chest Clay Clif Cold Cran Crom Dal
    Darl Den Dun Eg El Fair Farn Fen Ful Gar Gold Graf Hald Ham Har Hart Haver Hazel Hol Hornes Kel Kent Kirk Lang Lin Lock Mal
    Mar Mel Mil Nor Oak Pem Pen Pres Rad Red Rush Sel Shel Stan Staf Strat Sut Thorn Til Wal War Wes Whit Win Wood Wynd""".split(),
            "bury by combe cott croft dale den don field ford gate ham hurst land ley ling low man mere more ridge shaw sley "
            "stead ston stone ton wall well wick wood worth".split())
EN_NICKS = dict(zip(*[iter("""William Bill William Will Robert Bob Robert Rob Richard Rick Richard Dick James Jim James Jimmy
    John Jack Michael Mike Thomas Tom Charles Chuck Charles Charlie Christopher Chris Daniel Dan Matthew Matt Anthony Tony
    Steven Steve Andrew Andy Joshua Josh Kenneth Ken Edward Ed Edward Ted Jeffrey Jeff Nicholas Nick Jonathan Jon Stephen
    Steve Benjamin Ben Samuel Sam Gregory Greg Alexander Alex Patrick Pat Raymond Ray Joseph Joe Timothy Tim Ronald Ron
    Lawrence Larry Zachary Zach Nathan Nate Gerald Jerry Albert Al Douglas Doug Eugene Gene Philip Phil Bradley Brad
    Patricia Pat Jennifer Jen Elizabeth Liz Elizabeth Beth Barbara Barb Susan Sue Jessica Jess Margaret Peggy Margaret
    Maggie Kimberly Kim Deborah Debbie Rebecca Becky Stephanie Steph Katherine Kate Kathleen Kathy Catherine Cathy
    Christine Chris Christina Tina Samantha Sam Victoria Vicky Pamela Pam Cynthia Cindy Sandra Sandy Jacqueline Jackie
    Abigail Abby Amanda Mandy Melissa Missy Dorothy Dot Virginia Ginny Judith Judy Teresa Terry Theresa Terri
    Danielle Dani Alexis Lexi""".split())] * 2))
EN_STREETS = ("""Main Oak Maple Cedar Pine Elm Washington Lake Hill Park View Walnut Spring North Ridge Church Willow Mill River
    Sunset Railroad Jackson Center Highland Johnson Forest Dogwood Chestnut Spruce Franklin Adams Meadow Cherry Poplar Lincoln
    Jefferson Madison Monroe Cypress Sycamore Birch Hickory Magnolia Laurel Orchard Valley Prospect Locust Union Liberty
    Lakeview Woodland Pleasant Fairview Grove Summit Clark Grant Harrison Canal Chapel Colonial Country_Club Deer_Run
    Fox_Hollow Glenwood Heather Holly Juniper Kings Longview Mulberry Northview Old_Mill Quail Rolling_Hills Stone
    Timber Vine Westwood Winding Wolf_Creek""".split(),
              [("Street", "St")] * 8 + [("Avenue", "Ave")] * 6 + [("Road", "Rd")] * 5 + [("Drive", "Dr")] * 5 +
              [("Lane", "Ln")] * 3 + [("Court", "Ct")] * 2 + [("Boulevard", "Blvd"), ("Circle", "Cir"), ("Place", "Pl"),
                                                              ("Way", "Way"), ("Terrace", "Ter"), ("Parkway", "Pkwy")])
US_PLACES = """New_York:NY:100:212 Brooklyn:NY:112:718 Buffalo:NY:142:716 Rochester:NY:146:585 Los_Angeles:CA:900:213
    San_Diego:CA:921:619 San_Jose:CA:951:408 Sacramento:CA:958:916 Fresno:CA:937:559 Oakland:CA:946:510 Chicago:IL:606:312
    Springfield:IL:627:217 Rockford:IL:611:815 Houston:TX:770:713 Dallas:TX:752:214 Austin:TX:787:512 San_Antonio:TX:782:210
    El_Paso:TX:799:915 Phoenix:AZ:850:602 Tucson:AZ:857:520 Philadelphia:PA:191:215 Pittsburgh:PA:152:412 Scranton:PA:185:570
    Jacksonville:FL:322:904 Miami:FL:331:305 Tampa:FL:336:813 Orlando:FL:328:407 Columbus:OH:432:614 Cleveland:OH:441:216
    Cincinnati:OH:452:513 Toledo:OH:436:419 Charlotte:NC:282:704 Raleigh:NC:276:919 Durham:NC:277:919 Indianapolis:IN:462:317
    Fort_Wayne:IN:468:260 Seattle:WA:981:206 Spokane:WA:992:509 Tacoma:WA:984:253 Denver:CO:802:303 Boulder:CO:803:303
    Boston:MA:021:617 Worcester:MA:016:508 Nashville:TN:372:615 Memphis:TN:381:901 Detroit:MI:482:313 Grand_Rapids:MI:495:616
    Portland:OR:972:503 Eugene:OR:974:541 Las_Vegas:NV:891:702 Reno:NV:895:775 Baltimore:MD:212:410 Milwaukee:WI:532:414
    Madison:WI:537:608 Albuquerque:NM:871:505 Atlanta:GA:303:404 Savannah:GA:314:912 Kansas_City:MO:641:816
    Saint_Louis:MO:631:314 Omaha:NE:681:402 Minneapolis:MN:554:612 Saint_Paul:MN:551:651 New_Orleans:LA:701:504
    Richmond:VA:232:804 Norfolk:VA:235:757 Des_Moines:IA:503:515 Salt_Lake_City:UT:841:801 Boise:ID:837:208""".split()
UK_PLACES = """London:SW:020 London:N:020 London:SE:020 Manchester:M:0161 Birmingham:B:0121 Leeds:LS:0113 Liverpool:L:0151
    Sheffield:S:0114 Bristol:BS:0117 Newcastle_upon_Tyne:NE:0191 Nottingham:NG:0115 Leicester:LE:0116 Coventry:CV:024
    Bradford:BD:01274 Cardiff:CF:029 Swansea:SA:01792 Edinburgh:EH:0131 Glasgow:G:0141 Aberdeen:AB:01224 Dundee:DD:01382
    Belfast:BT:028 Plymouth:PL:01752 Exeter:EX:01392 Norwich:NR:01603 Cambridge:CB:01223 Oxford:OX:01865 Reading:RG:0118
    Southampton:SO:023 Portsmouth:PO:023 Brighton:BN:01273 York:YO:01904 Derby:DE:01332 Stoke-on-Trent:ST:01782
    Wolverhampton:WV:01902 Hull:HU:01482 Preston:PR:01772 Bath:BA:01225 Gloucester:GL:01452 Chester:CH:01244""".split()
EN_TRADES = """Plumbing Electric Roofing Landscaping Construction Consulting Dental Pharmacy Bakery Hardware Motors Insurance
    Realty Logistics Trucking Printing Furniture Catering Cleaning Security Software Systems Analytics Marketing Design Media
    Engineering Manufacturing Tools Foods Farms Dairy Brewing Coffee Books Sports Fitness Travel Hotels Medical Labs
    Optical Flooring Painting Heating Glass Steel Plastics Textiles Packaging""".split()
EN_BRANDS = ("Apex Summit Pioneer Liberty Golden Silver Blue Red Evergreen Pacific Atlantic Northern Southern Western Eastern "
             "Central Premier Quality Advanced Global United National Allied First Heritage Keystone Lakeside Riverside "
             "Mountain Prairie Harbor Granite Cedar Eagle Falcon Phoenix Orion Titan Vertex Quantum Nexus Stellar".split(),
             "Bridge Point Star Path Light Stone Field Wave Line Gate Works Craft Source Link Peak Crest Way Edge".split())

NL_TRADES = """Bakkerij Slagerij Bouwbedrijf Aannemersbedrijf Installatiebedrijf Schildersbedrijf Loodgietersbedrijf Transport
    Garage Autobedrijf Kwekerij Drukkerij Administratiekantoor Makelaardij Advocaten Tandartspraktijk Fysiotherapie Kapsalon
    Restaurant Café Hotel Boekhandel Apotheek Dakdekkersbedrijf Hoveniersbedrijf Timmerbedrijf Elektrotechniek Software
    Consultancy Fotografie Reclame Meubelen Rijschool Kinderopvang Schoonmaakbedrijf Glashandel Metaalbewerking Jachtbouw
    Melkveebedrijf Loonbedrijf Groothandel Verhuur Evenementen Uitzendbureau Bloemisterij Rijwielhandel Keukens""".split()
NL_BRANDS = ("De_Gouden Het_Blauwe De_Vrolijke Het_Witte De_Zilveren De_Groene Het_Oude De_Nieuwe De_Rode De_Snelle".split(),
             "Ploeg Molen Anker Zwaan Leeuw Korenaar Ster Sleutel Lelie Haan Vos Brug Poort Kroon Linde Roos Valk Bij".split())
MAIL_DOMAINS = "post.example mailbus.example webmail.example internet.example brievenbus.example inbox.example".split()
