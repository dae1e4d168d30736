/*
 * Addresses as people write them, seven countries and a few more, taken apart;
 * keys that are equal for equal letterboxes; print as the post wants it.
 */
#include "base/scoped.h"
#include "normal/address.h"
#include "normal/address_line.h"
#include "normal/postcode.h"
#include "normal/show.h"
#include "test.h"

#include "normal/vectors.h"

static const struct {
    const char *line1, *line2, *country, *street, *number, *letter, *addition, *box_or_by_to, *postcode, *city, *key;
} cases[] = {
    { "Kerkstraat 12", "1234 AB Utrecht", "NL", "Kerkstraat", "12", "", "", "", "1234 AB", "Utrecht", "1234AB|12||" },
    { "Kerkstraat 12a", "1234AB Utrecht", "NL", "Kerkstraat", "12", "a", "", "", "1234 AB", "Utrecht", "1234AB|12|A|" },
    { "Kerkstraat 12-A", "1234 ab UTRECHT", "NL", "Kerkstraat", "12", "A", "", "", "1234 AB", "Utrecht",
      "1234AB|12|A|" },
    { "Kerkstraat 12 A", "3511 LX UTRECHT", "NL", "Kerkstraat", "12", "A", "", "", "3511 LX", "Utrecht",
      "3511LX|12|A|" },
    { "KERKSTRAAT 12 BIS", "3511LX UTRECHT", "NL", "Kerkstraat", "12", "", "BIS", "", "3511 LX", "Utrecht",
      "3511LX|12||BIS" },
    { "Kerkstraat 12 bis A", "3511LX UTRECHT", "NL", "Kerkstraat", "12", "", "bis A", "", "3511 LX", "Utrecht",
      "3511LX|12||BISA" },
    { "Kerkstraat 88 A-II", "2583 XL Scheveningen", "NL", "Kerkstraat", "88", "A", "II", "", "2583 XL", "Scheveningen",
      "2583XL|88|A|2" },
    { "Kerkstraat 35 III", "1012 AB Amsterdam", "NL", "Kerkstraat", "35", "", "III", "", "1012 AB", "Amsterdam",
      "1012AB|35||3" },
    { "Kerkstraat 35-3", "1012 AB Amsterdam", "NL", "Kerkstraat", "35", "", "3", "", "1012 AB", "Amsterdam",
      "1012AB|35||3" },
    { "Kerkstraat 35 3e hoog", "1012 AB A'dam", "NL", "Kerkstraat", "35", "", "3", "", "1012 AB", "Amsterdam",
      "1012AB|35||3" },
    { "Kerkstraat 35 1 hoog", "1012 AB A'dam", "NL", "Kerkstraat", "35", "", "1", "", "1012 AB", "Amsterdam",
      "1012AB|35||1" },
    { "Kerkstraat 35-1hg", "1012 AB A'dam", "NL", "Kerkstraat", "35", "", "1", "", "1012 AB", "Amsterdam",
      "1012AB|35||1" },
    { "Kerkstraat 9-2", "1012 AB Amsterdam", "NL", "Kerkstraat", "9", "", "2", "", "1012 AB", "Amsterdam",
      "1012AB|9||2" },
    { "Kerkstraat 9/2", "1012 AB Amsterdam", "NL", "Kerkstraat", "9", "", "2", "", "1012 AB", "Amsterdam",
      "1012AB|9||2" },
    { "Kerkstraat 3-5", "1012 AB Amsterdam", "NL", "Kerkstraat", "3", "", "5", "", "1012 AB", "Amsterdam",
      "1012AB|3||5" },
    { "Kerkstraat 103 c", "1012 AB Amsterdam", "NL", "Kerkstraat", "103", "c", "", "", "1012 AB", "Amsterdam",
      "1012AB|103|C|" },
    { "Kerkstraat 400 LToe", "1012 AB Amsterdam", "NL", "Kerkstraat", "400", "L", "Toe", "", "1012 AB", "Amsterdam",
      "1012AB|400|L|TOE" },
    { "Kerkstraat 555 B73c", "1012 AB Amsterdam", "NL", "Kerkstraat", "555", "B", "73c", "", "1012 AB", "Amsterdam",
      "1012AB|555|B|73C" },
    { "Kerkstraat t/o 3", "1012 AB Amsterdam", "NL", "Kerkstraat", "3", "", "", "to", "1012 AB", "Amsterdam",
      "1012AB|3|||to" },
    { "Kerkstraat tegenover 3", "1012 AB Amsterdam", "NL", "Kerkstraat", "3", "", "", "to", "1012 AB", "Amsterdam",
      "1012AB|3|||to" },
    { "Haarlemmerweg 12 zwart", "2011 AB Haarlem", "NL", "Haarlemmerweg", "12", "", "ZW", "", "2011 AB", "Haarlem",
      "2011AB|12||ZW" },
    { "Kruisstraat 12 rood", "2011 AB Haarlem", "NL", "Kruisstraat", "12", "", "RD", "", "2011 AB", "Haarlem",
      "2011AB|12||RD" },
    { "Kruisstraat 12 rd", "2011 AB Haarlem", "NL", "Kruisstraat", "12", "", "RD", "", "2011 AB", "Haarlem",
      "2011AB|12||RD" },
    { "Postbus 123", "1000 AA Amsterdam", "NL", "", "", "", "", "123", "1000 AA", "Amsterdam", "1000AA|PB123" },
    { "POSTBUS 90801", "2509 LV 'S-GRAVENHAGE", "NL", "", "", "", "", "90801", "2509 LV", "'s-Gravenhage",
      "2509LV|PB90801" },
    { "P.O. Box 123", "1000 AA Amsterdam", "NL", "", "", "", "", "123", "1000 AA", "Amsterdam", "1000AA|PB123" },
    { "PB 12", "1000 AA Amsterdam", "NL", "", "", "", "", "12", "1000 AA", "Amsterdam", "1000AA|PB12" },
    { "Antwoordnummer 456", "1000 AA Amsterdam", "NL", "", "", "", "", "456", "1000 AA", "Amsterdam", "1000AA|AN456" },
    { "Antw.nr. 456", "1000 AA Amsterdam", "NL", "", "", "", "", "456", "1000 AA", "Amsterdam", "1000AA|AN456" },
    { "Vrij antwoordnummer 12", "1000 AA Amsterdam", "NL", "", "", "", "", "12", "1000 AA", "Amsterdam",
      "1000AA|AN12" },
    { "Plein 1944 12", "6511 JE Nijmegen", "NL", "Plein 1944", "12", "", "", "", "6511 JE", "Nijmegen", "6511JE|12||" },
    { "Plein 1944 nr. 12 a", "6511 JE Nijmegen", "NL", "Plein 1944", "12", "a", "", "", "6511 JE", "Nijmegen",
      "6511JE|12|A|" },
    { "Plein 40-45 12", "1063 KP Amsterdam", "NL", "Plein 40-45", "12", "", "", "", "1063 KP", "Amsterdam",
      "1063KP|12||" },
    { "Straat van 3 oktober 5", "2312 AB Leiden", "NL", "Straat van 3 oktober", "5", "", "", "", "2312 AB", "Leiden",
      "2312AB|5||" },
    { "1e Helmersstraat 12", "1054 DC Amsterdam", "NL", "Eerste Helmersstraat", "12", "", "", "", "1054 DC",
      "Amsterdam", "1054DC|12||" },
    { "2e Dwarsstraat 12 b", "1054 DC Amsterdam", "NL", "Tweede Dwarsstraat", "12", "b", "", "", "1054 DC", "Amsterdam",
      "1054DC|12|B|" },
    { "Burg. Mijslaan 4", "3601 AB Maarssen", "NL", "Burgemeester Mijslaan", "4", "", "", "", "3601 AB", "Maarssen",
      "3601AB|4||" },
    { "Burg.Mijslaan 4", "3601 AB Maarssen", "NL", "Burgemeester Mijslaan", "4", "", "", "", "3601 AB", "Maarssen",
      "3601AB|4||" },
    { "St. Jansstraat 4", "3601 AB Maarssen", "NL", "Sint Jansstraat", "4", "", "", "", "3601 AB", "Maarssen",
      "3601AB|4||" },
    { "Kon. Wilhelminalaan 5", "3601 AB Maarssen", "NL", "Koningin Wilhelminalaan", "5", "", "", "", "3601 AB",
      "Maarssen", "3601AB|5||" },
    { "Kon. Willem I laan 5", "3601 AB Maarssen", "NL", "Koning Willem I laan", "5", "", "", "", "3601 AB", "Maarssen",
      "3601AB|5||" },
    { "Pr. Beatrixstr. 7", "3601 AB Maarssen", "NL", "Prinses Beatrixstraat", "7", "", "", "", "3601 AB", "Maarssen",
      "3601AB|7||" },
    { "Pr. Bernhardstraat 7", "3601 AB Maarssen", "NL", "Prins Bernhardstraat", "7", "", "", "", "3601 AB", "Maarssen",
      "3601AB|7||" },
    { "O.L.V. Plein 3", "3601 AB Maarssen", "NL", "Onze Lieve Vrouwe Plein", "3", "", "", "", "3601 AB", "Maarssen",
      "3601AB|3||" },
    { "Gen. Spoorln. 9", "3601 AB Maarssen", "NL", "Generaal Spoorlaan", "9", "", "", "", "3601 AB", "Maarssen",
      "3601AB|9||" },
    { "Jhr. mr. Van Tetsstraat 9", "3601 AB Maarssen", "NL", "Jonkheer Meester Van Tetsstraat", "9", "", "", "",
      "3601 AB", "Maarssen", "3601AB|9||" },
    { "Past. Kanterstr 9", "3601 AB Maarssen", "NL", "Pastoor Kanterstraat", "9", "", "", "", "3601 AB", "Maarssen",
      "3601AB|9||" },
    { "Keizersgr. 100", "1015 AA Amsterdam", "NL", "Keizersgracht", "100", "", "", "", "1015 AA", "Amsterdam",
      "1015AA|100||" },
    { "Keizersgracht100", "1015 AA Amsterdam", "NL", "Keizersgracht", "100", "", "", "", "1015 AA", "Amsterdam",
      "1015AA|100||" },
    { "Nieuwezijds Voorburgwal 100 hs", "1012 SG Amsterdam", "NL", "Nieuwezijds Voorburgwal", "100", "", "HS", "",
      "1012 SG", "Amsterdam", "1012SG|100||H" },
    { "Kerkstr. nr 12", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "Kerkstraat no. 12", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat # 12", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "Kerkstraat, 12", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "12 Kerkstraat", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "12a Kerkstraat", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "a", "", "", "3511 AA", "Utrecht",
      "3511AA|12|A|" },
    { "Weg naar Rhijnauwen 12", "3584 AD Utrecht", "NL", "Weg naar Rhijnauwen", "12", "", "", "", "3584 AD", "Utrecht",
      "3584AD|12||" },
    { "'t Hoogt 3", "3512 GW Utrecht", "NL", "'t Hoogt", "3", "", "", "", "3512 GW", "Utrecht", "3512GW|3||" },
    { "'T HOOGT 3", "3512 GW UTRECHT", "NL", "'t Hoogt", "3", "", "", "", "3512 GW", "Utrecht", "3512GW|3||" },
    { "'S-GRAVELANDSEWEG 10", "1217 EN HILVERSUM", "NL", "'s-Gravelandseweg", "10", "", "", "", "1217 EN", "Hilversum",
      "1217EN|10||" },
    { "VAN DER HELSTPLEIN 4", "1072 PH AMSTERDAM", "NL", "Van der Helstplein", "4", "", "", "", "1072 PH", "Amsterdam",
      "1072PH|4||" },
    { "IJSSELKADE 4", "7201 AA ZUTPHEN", "NL", "IJsselkade", "4", "", "", "", "7201 AA", "Zutphen", "7201AA|4||" },
    { "ijsselkade 4", "7201 aa zutphen", "NL", "IJsselkade", "4", "", "", "", "7201 AA", "Zutphen", "7201AA|4||" },
    { "Capelseweg 4", "2907 XA Capelle a/d IJssel", "NL", "Capelseweg", "4", "", "", "", "2907 XA",
      "Capelle aan den IJssel", "2907XA|4||" },
    { "Rijnkade 4", "2401 AA Alphen a/d Rijn", "NL", "Rijnkade", "4", "", "", "", "2401 AA", "Alphen aan den Rijn",
      "2401AA|4||" },
    { "Plein 4", "2511 CR Den Haag", "NL", "Plein", "4", "", "", "", "2511 CR", "Den Haag", "2511CR|4||" },
    { "Plein 4", "2511 CR 's-Gravenhage", "NL", "Plein", "4", "", "", "", "2511 CR", "'s-Gravenhage", "2511CR|4||" },
    { "Plein 4", "2511 CR 'S GRAVENHAGE", "NL", "Plein", "4", "", "", "", "2511 CR", "'s-Gravenhage", "2511CR|4||" },
    { "Markt 1", "5211 JX DEN BOSCH", "NL", "Markt", "1", "", "", "", "5211 JX", "Den Bosch", "5211JX|1||" },
    { "Markt 1", "4811 AA BERGEN OP ZOOM", "NL", "Markt", "1", "", "", "", "4811 AA", "Bergen op Zoom", "4811AA|1||" },
    { "Laan van Nieuw Oost-Indië 12", "2593 BS Den Haag", "NL", "Laan van Nieuw Oost-Indië", "12", "", "", "",
      "2593 BS", "Den Haag", "2593BS|12||" },
    { "Kerkstraat 12, bus 3", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "3", "", "3511 AA", "Utrecht",
      "3511AA|12||3" },
    { "Kerkstraat 12 app. 3", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "3", "", "3511 AA", "Utrecht",
      "3511AA|12||3" },
    { "Kerkstraat 12 k 5", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "k", "5", "", "3511 AA", "Utrecht",
      "3511AA|12|K|5" },
    { "Gebouw De Toren, Kerkstraat 12", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat 12 Gebouw De Toren", "3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat", "3511 AA Utrecht", "NL", "Kerkstraat", "", "", "", "", "3511 AA", "Utrecht", "" },
    { "Kerkstraat 12", "3511 Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511", "Utrecht",
      "utrecht|kerkstraat|12||" },
    { "Kerkstraat 12", "NL-3511 AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat 12", "3511 AA  UTRECHT Nederland", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat 12", "351I AA Utrecht", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "Kerkstraat 12", "Utrecht", "NL", "Kerkstraat", "12", "", "", "", "", "Utrecht", "utrecht|kerkstraat|12||" },
    { "Kerkstraat 123456", "3511 AA Utrecht", "NL", "Kerkstraat 123456", "", "", "", "", "3511 AA", "Utrecht", "" },
    { "Kerkstraat 12, 3511 AA Utrecht", "", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "Kerkstraat 12 3511 AA Utrecht", "", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht", "3511AA|12||" },
    { "Kerkstraat 12, 3511 AA Utrecht, Nederland", "", "NL", "Kerkstraat", "12", "", "", "", "3511 AA", "Utrecht",
      "3511AA|12||" },
    { "Kerkstraat 12, Utrecht", "", "NL", "Kerkstraat", "12", "", "", "", "", "Utrecht", "utrecht|kerkstraat|12||" },
    { "Kerkstraat 12 bus 3", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|3" },
    { "Kerkstraat 12 b 3", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|3" },
    { "Kerkstraat 12 b. 3", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|3" },
    { "Kerkstraat 12 bus A", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "A", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|A" },
    { "Kerkstraat 12A bus 3", "2000 Antwerpen", "BE", "Kerkstraat", "12A", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12A|3" },
    { "Kerkstraat 12 A", "2000 Antwerpen", "BE", "Kerkstraat", "12A", "", "", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12A|" },
    { "Kerkstraat 12/3", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|3" },
    { "Kerkstraat 12-14", "2000 Antwerpen", "BE", "Kerkstraat", "12-14", "", "", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12-14|" },
    { "Kerkstraat 12-14 bus 2", "B-2000 ANTWERPEN", "BE", "Kerkstraat", "12-14", "", "2", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12-14|2" },
    { "Kerkstraat 12 busnr. 3", "2000 Antwerpen", "BE", "Kerkstraat", "12", "", "3", "", "2000", "Antwerpen",
      "BE|2000|kerkstraat|12|3" },
    { "Rue Neuve 12 bte 4", "1000 Bruxelles", "BE", "Rue Neuve", "12", "", "4", "", "1000", "Bruxelles",
      "BE|1000|rueneuve|12|4" },
    { "rue neuve, 12 bte 4", "1000 BRUXELLES", "BE", "Rue Neuve", "12", "", "4", "", "1000", "Bruxelles",
      "BE|1000|rueneuve|12|4" },
    { "Av. Louise 54", "1050 Ixelles", "BE", "Avenue Louise", "54", "", "", "", "1050", "Ixelles",
      "BE|1050|avenuelouise|54|" },
    { "AVENUE LOUISE 54 BTE 3", "1050 IXELLES", "BE", "Avenue Louise", "54", "", "3", "", "1050", "Ixelles",
      "BE|1050|avenuelouise|54|3" },
    { "Ch. de Wavre 100", "1050 Ixelles", "BE", "Chaussée de Wavre", "100", "", "", "", "1050", "Ixelles",
      "BE|1050|chausseedewavre|100|" },
    { "Bd Anspach 12", "1000 Bruxelles", "BE", "Boulevard Anspach", "12", "", "", "", "1000", "Bruxelles",
      "BE|1000|boulevardanspach|12|" },
    { "Pl. Flagey 18", "1050 Ixelles", "BE", "Place Flagey", "18", "", "", "", "1050", "Ixelles",
      "BE|1050|placeflagey|18|" },
    { "Stwg. op Waver 12", "1050 Elsene", "BE", "Steenweg op Waver", "12", "", "", "", "1050", "Elsene",
      "BE|1050|steenwegopwaver|12|" },
    { "Gentse stwg 12", "9300 Aalst", "BE", "Gentse steenweg", "12", "", "", "", "9300", "Aalst",
      "BE|9300|gentsesteenweg|12|" },
    { "12 rue de la Loi", "1040 Etterbeek", "BE", "rue de la Loi", "12", "", "", "", "1040", "Etterbeek",
      "BE|1040|ruedelaloi|12|" },
    { "Rue de la Loi 16", "1040 Etterbeek", "BE", "Rue de la Loi", "16", "", "", "", "1040", "Etterbeek",
      "BE|1040|ruedelaloi|16|" },
    { "Place de l'Église 5", "5000 Namur", "BE", "Place de l'Église", "5", "", "", "", "5000", "Namur",
      "BE|5000|placedeleglise|5|" },
    { "RUE DE L'ÉGLISE 5", "5000 NAMUR", "BE", "Rue de l'Église", "5", "", "", "", "5000", "Namur",
      "BE|5000|ruedeleglise|5|" },
    { "Postbus 12", "2000 Antwerpen", "BE", "", "", "", "", "12", "2000", "Antwerpen", "BE|2000|PB12" },
    { "Boîte postale 12", "5000 Namur", "BE", "", "", "", "", "12", "5000", "Namur", "BE|5000|PB12" },
    { "Hauptstraße 5", "10115 Berlin", "DE", "Hauptstraße", "5", "", "", "", "10115", "Berlin",
      "DE|10115|hauptstrasse|5|" },
    { "Hauptstr 5 a", "10115 Berlin", "DE", "Hauptstraße", "5a", "", "", "", "10115", "Berlin",
      "DE|10115|hauptstrasse|5A|" },
    { "Hauptstrasse 5-7", "D-10115 Berlin", "DE", "Hauptstraße", "5-7", "", "", "", "10115", "Berlin",
      "DE|10115|hauptstrasse|5-7|" },
    { "HAUPTSTRASSE 5", "10115 BERLIN", "DE", "Hauptstraße", "5", "", "", "", "10115", "Berlin",
      "DE|10115|hauptstrasse|5|" },
    { "Am Markt 3", "10115 Berlin", "DE", "Am Markt", "3", "", "", "", "10115", "Berlin", "DE|10115|ammarkt|3|" },
    { "Schloßstraße 6 31565", "", "DE", "Schloßstraße", "6", "", "", "", "31565", "", "DE|31565|schlossstrasse|6|" },
    { "Hauptstr. 5a 80331 München", "", "DE", "Hauptstraße", "5a", "", "", "", "80331", "München",
      "DE|80331|hauptstrasse|5A|" },
    { "Lange Str. 12b", "D 26121 Oldenburg", "DE", "Lange Straße", "12b", "", "", "", "26121", "Oldenburg",
      "DE|26121|langestrasse|12B|" },
    { "Unter den Linden 77", "10117 Berlin", "DE", "Unter den Linden", "77", "", "", "", "10117", "Berlin",
      "DE|10117|unterdenlinden|77|" },
    { "Postfach 10 11 12", "10115 Berlin", "DE", "", "", "", "", "101112", "10115", "Berlin", "DE|10115|PB101112" },
    { "Straße des 17. Juni 135", "10623 Berlin", "DE", "Straße des 17. Juni", "135", "", "", "", "10623", "Berlin",
      "DE|10623|strassedes17juni|135|" },
    { "12 rue de Rivoli", "75001 Paris", "FR", "rue de Rivoli", "12", "", "", "", "75001", "Paris",
      "FR|75001|ruederivoli|12|" },
    { "12 bis rue de Rivoli", "75001 PARIS", "FR", "rue de Rivoli", "12", "", "bis", "", "75001", "Paris",
      "FR|75001|ruederivoli|12|BIS" },
    { "12, rue de Rivoli", "75001 Paris", "FR", "rue de Rivoli", "12", "", "", "", "75001", "Paris",
      "FR|75001|ruederivoli|12|" },
    { "5 av. Victor Hugo", "75016 Paris", "FR", "Avenue Victor Hugo", "5", "", "", "", "75016", "Paris",
      "FR|75016|avenuevictorhugo|5|" },
    { "5 bd Haussmann", "F-75009 Paris", "FR", "Boulevard Haussmann", "5", "", "", "", "75009", "Paris",
      "FR|75009|boulevardhaussmann|5|" },
    { "BP 123", "59000 LILLE", "FR", "", "", "", "", "123", "59000", "Lille", "FR|59000|PB123" },
    { "12, rue du Fossé", "L-1536 Luxembourg", "LU", "rue du Fossé", "12", "", "", "", "1536", "Luxembourg",
      "LU|1536|ruedufosse|12|" },
    { "10 Downing Street", "London SW1A 2AA", "GB", "Downing Street", "10", "", "", "", "SW1A 2AA", "London",
      "GB|SW1A2AA|10|" },
    { "Flat 3, 12 High Street", "Bristol BS1 4ST", "GB", "High Street", "12", "", "3", "", "BS1 4ST", "Bristol",
      "GB|BS14ST|12|3" },
    { "12a High St", "BRISTOL BS1 4ST", "GB", "High Street", "12a", "", "", "", "BS1 4ST", "Bristol",
      "GB|BS14ST|12A|" },
    { "Rose Cottage, Mill Lane", "Little Snoring NR21 0HU", "GB", "Mill Lane", "", "", "", "", "NR21 0HU",
      "Little Snoring", "GB|NR210HU|milllane||" },
    { "PO Box 12", "London EC1Y 8SY", "GB", "", "", "", "", "12", "EC1Y 8SY", "London", "GB|EC1Y8SY|PB12" },
    { "123 Main St", "Springfield IL 62701", "US", "Main Street", "123", "", "", "", "62701", "Springfield",
      "US|62701|mainstreet|123|" },
    { "123 N Main St Apt 4B", "Springfield, IL 62701-1234", "US", "North Main Street", "123", "", "4B", "",
      "62701-1234", "Springfield", "US|62701|northmainstreet|123|4B" },
    { "7012 W NORTH AVE", "Chicago, IL 60707", "US", "West North Avenue", "7012", "", "", "", "60707", "Chicago",
      "US|60707|westnorthavenue|7012|" },
    { "1515 Adela Lane", "Las Vegas NV 89111", "US", "Adela Lane", "1515", "", "", "", "89111", "Las Vegas",
      "US|89111|adelalane|1515|" },
    { "123 Main Street, Las Vegas NV 89132", "", "US", "Main Street", "123", "", "", "", "89132", "Las Vegas",
      "US|89132|mainstreet|123|" },
    { "1600 Pennsylvania Avenue NW", "Washington DC 20500", "US", "Pennsylvania Avenue Northwest", "1600", "", "", "",
      "20500", "Washington", "US|20500|pennsylvaniaavenuenorthwest|1600|" },
    { "PO Box 1234", "Austin TX 78701", "US", "", "", "", "", "1234", "78701", "Austin", "US|78701|PB1234" },
    { "5500 N. St. Louis", "", "US", "North St. Louis", "5500", "", "", "", "", "", "" },
    { "1/23 Smith St", "Sydney NSW 2000", "AU", "Smith Street", "23", "", "1", "", "2000", "Sydney",
      "AU|2000|smithstreet|23|1" },
    { "Unit 4 23 Smith Street", "Melbourne VIC 3000", "AU", "Smith Street", "23", "", "4", "", "3000", "Melbourne",
      "AU|3000|smithstreet|23|4" },
    { "Bahnhofstrasse 12", "8001 Zürich", "CH", "Bahnhofstrasse", "12", "", "", "", "8001", "Zürich",
      "CH|8001|bahnhofstrasse|12|" },
    { "Mariahilfer Straße 12/3", "A-1060 Wien", "AT", "Mariahilfer Straße", "12/3", "", "", "", "1060", "Wien",
      "AT|1060|mariahilferstrasse|12/3|" },
    { "ul. Długa 12", "00-950 Warszawa", "PL", "ul. Długa", "12", "", "", "", "00-950", "Warszawa",
      "PL|00950|uldluga|12|" },
    { "Calle Mayor 12", "28013 Madrid", "ES", "Calle Mayor", "12", "", "", "", "28013", "Madrid",
      "ES|28013|callemayor|12|" },
    { "Via Roma 12", "00184 Roma", "IT", "Via Roma", "12", "", "", "", "00184", "Roma", "IT|00184|viaroma|12|" },
};

static struct address read_lines(const char *line1, const char *line2, const char *country, struct arena *arena)
{
    struct findings findings = FINDINGS_IN(arena);
    struct address_parts parts = { .line1 = text_from(line1),
                                   .line2 = text_from(line2),
                                   .country = text_from(country) };
    if (!line2[0]) {
        parts.full = parts.line1;
        parts.line1 = TEXT_EMPTY;
    }
    struct address address;
    assert_true(address_read(&parts, "NL", &findings, &address));
    return address;
}

static void lines_are_taken_apart(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct address a = read_lines(cases[i].line1, cases[i].line2, cases[i].country, &arena);
        bool box = a.kind == ADDRESS_PO_BOX || a.kind == ADDRESS_REPLY_NUMBER;
        check_text(a.street, text_from(cases[i].street), cases[i].line1);
        check_text(box ? TEXT_EMPTY : a.number, text_from(cases[i].number), cases[i].line1);
        check_text(a.letter, text_from(cases[i].letter), cases[i].line1);
        check_text(a.addition, text_from(cases[i].addition), cases[i].line1);
        check_text(box ? a.number : text_from(a.by_to), text_from(cases[i].box_or_by_to), cases[i].line1);
        check_text(a.postcode, text_from(cases[i].postcode), cases[i].line1);
        check_text(a.city, text_from(cases[i].city), cases[i].line1);
        check_text(a.key, text_from(cases[i].key), cases[i].line1);
        arena_reset(&arena);
    }
}

/* What was read, given again in columns, reads the same. */
static void reading_twice_is_reading_once(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct findings findings = FINDINGS_IN(&arena);
        struct address a = read_lines(cases[i].line1, cases[i].line2, cases[i].country, &arena), b;
        if (a.kind != ADDRESS_STREET || a.number.len == 0 || a.by_to[0])
            continue;
        struct address_parts parts = { .street = a.street,
                                       .number = a.number,
                                       .letter = a.letter,
                                       .addition = a.addition,
                                       .postcode = a.postcode,
                                       .city = a.city,
                                       .region = a.region,
                                       .country = text_from(a.country) };
        assert_true(address_read(&parts, "NL", &findings, &b));
        check_text(b.street, a.street, cases[i].line1);
        check_text(b.number, a.number, cases[i].line1);
        check_text(b.letter, a.letter, cases[i].line1);
        check_text(b.addition, a.addition, cases[i].line1);
        check_text(b.key, a.key, cases[i].line1);
        check_text(b.city, a.city, cases[i].line1);
        arena_reset(&arena);
    }
}

static void equal_letterboxes_have_equal_keys(void **state)
{
    static const struct {
        const char *a1, *a2, *b1, *b2, *country;
    } pairs[] = {
        { "Kerkstraat 12-I", "1017 GC Amsterdam", "Kerkstraat 12 1 hoog", "1017GC AMSTERDAM", "NL" },
        { "Kerkstraat 12 hs", "1017 GC Amsterdam", "Kerkstr. 12-H", "1017GC Amsterdam", "NL" },
        { "Kerkstraat 12a", "3511 AA Utrecht", "Kerkstr. 12 A", "3511 AA Utrecht", "NL" },
        { "Postbus 12", "3500 AA Utrecht", "P.O. Box 12", "3500AA Utrecht", "NL" },
        { "Plein 1", "Den Haag", "Plein 1", "'s-Gravenhage", "NL" },
        { "Kerkstraat 5 bus 3", "1050 Elsene", "Kerkstr. 5/3", "B-1050 Ixelles", "BE" },
        { "Hauptstr. 5a", "26133 Oldenburg", "Hauptstraße 5 A", "D-26133 Oldenburg", "DE" },
        { "123 N Main St", "Springfield IL 62701", "123 North Main Street", "Springfield, IL 62701-1234", "US" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct address a = read_lines(pairs[i].a1, pairs[i].a2, pairs[i].country, &arena);
        struct address b = read_lines(pairs[i].b1, pairs[i].b2, pairs[i].country, &arena);
        assert_true(a.key.len > 0);
        check_text(a.key, b.key, pairs[i].a1);
    }
    struct address a = read_lines("Kerkstraat 12", "3511 AA Utrecht", "NL", &arena),
                   b = read_lines("Kerkstraat 12 A", "3511 AA Utrecht", "NL", &arena);
    assert_false(text_equal(a.key, b.key));
}

static void post_is_printed_as_its_country_wants(void **state)
{
    static const struct {
        const char *line1, *line2, *country, *printed;
    } prints[] = {
        { "Kerkstraat 103c", "3511 AA Utrecht", "NL", "Kerkstraat 103 c\n3511 AA  UTRECHT" },
        { "Kerkstraat 35 III", "1017 GC Amsterdam", "NL", "Kerkstraat 35 III\n1017 GC  AMSTERDAM" },
        { "Kerkstraat 9/2", "1017 GC Amsterdam", "NL", "Kerkstraat 9-2\n1017 GC  AMSTERDAM" },
        { "Graan voor Visch bij 15201", "2132 AA Hoofddorp", "NL", "Graan voor Visch bij 15201\n2132 AA  HOOFDDORP" },
        { "Kerkstraat t/o 3", "3511 AA Utrecht", "NL", "Kerkstraat t/o 3\n3511 AA  UTRECHT" },
        { "Postbus 12", "3500 AA Utrecht", "NL", "Postbus 12\n3500 AA  UTRECHT" },
        { "Kerkstraat 5 bus 3", "2000 Antwerpen", "BE", "Kerkstraat 5 bus 3\n2000 Antwerpen\nBELGIUM" },
        { "Rue de la Loi 16 bte 3", "1000 Bruxelles", "BE", "Rue de la Loi 16 bte 3\n1000 Bruxelles\nBELGIUM" },
        { "Hauptstr. 5a", "26133 Oldenburg", "DE", "Hauptstraße 5a\n26133 Oldenburg\nGERMANY" },
        { "12 bis rue de Rivoli", "75001 Paris", "FR", "12 bis rue de Rivoli\n75001 PARIS\nFRANCE" },
        { "12, rue du Fossé", "L-1536 Luxembourg", "LU", "12, rue du Fossé\nL-1536 Luxembourg\nLUXEMBOURG" },
        { "10 Downing Street", "London SW1A 2AA", "GB", "10 Downing Street\nLONDON\nSW1A 2AA\nUNITED KINGDOM" },
        { "123 Main St Apt 4B", "Springfield IL 62701", "US",
          "123 Main Street Unit 4B\nSPRINGFIELD IL 62701\nUNITED STATES" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(prints) / sizeof(prints[0]); i++) {
        struct address a = read_lines(prints[i].line1, prints[i].line2, prints[i].country, &arena);
        check_text(address_print(&a, "NL", &arena), text_from(prints[i].printed), prints[i].line1);
    }
}

static void columns_are_put_together(void **state)
{
    static const struct {
        struct address_parts parts;
        const char *country, *street, *number, *letter, *addition, *city, *there;
    } columns[] = {
        { { .street = TEXT("Kerkstraat"),
            .number = TEXT("12"),
            .addition = TEXT("a"),
            .postcode = TEXT("3511aa"),
            .city = TEXT("UTRECHT") },
          "NL",
          "Kerkstraat",
          "12",
          "a",
          "",
          "Utrecht",
          "NL" },
        { { .street = TEXT("Kerkstraat"), .number = TEXT("12 a-2"), .postcode = TEXT("3511AA") },
          "NL",
          "Kerkstraat",
          "12",
          "a",
          "2",
          "",
          "NL" },
        { { .street = TEXT("Kerkstraat 12"), .number = TEXT("12"), .postcode = TEXT("3511AA") },
          "NL",
          "Kerkstraat",
          "12",
          "",
          "",
          "",
          "NL" },
        { { .street = TEXT("Kerkstraat"),
            .number = TEXT("12"),
            .letter = TEXT("B"),
            .addition = TEXT("hs"),
            .postcode = TEXT("3511AA") },
          "NL",
          "Kerkstraat",
          "12",
          "B",
          "HS",
          "",
          "NL" },
        { { .line1 = TEXT("Gebouw De Toren"),
            .line2 = TEXT("Kerkstraat 12"),
            .postcode = TEXT("3511AA"),
            .city = TEXT("Utrecht") },
          "NL",
          "Kerkstraat",
          "12",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .pobox = TEXT("123"), .postcode = TEXT("3500AA"), .city = TEXT("Utrecht") },
          "NL",
          "",
          "123",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .street = TEXT("woronora street"),
            .number = TEXT("75"),
            .line2 = TEXT("wandearah"),
            .city = TEXT("leslie vale"),
            .postcode = TEXT("3101"),
            .region = TEXT("nsw") },
          "NL",
          "Woronora Street",
          "75",
          "",
          "",
          "Leslie Vale",
          "AU" },
        { { .street = TEXT("gulf of mexico dr"),
            .number = TEXT("22430"),
            .city = TEXT("Anytown"),
            .region = TEXT("WA") },
          "NL",
          "Gulf of Mexico Drive",
          "22430",
          "",
          "",
          "Anytown",
          "US" },
        { { .full = TEXT("123 Main Street, Las Vegas NV 89132") },
          "NL",
          "Main Street",
          "123",
          "",
          "",
          "Las Vegas",
          "US" },
        { { .full = TEXT("7515 Wolf Creek St, San Antonio, TX 78259") },
          "NL",
          "Wolf Creek Street",
          "7515",
          "",
          "",
          "San Antonio",
          "US" },
        { { .full = TEXT("21 View St, Phoenix, AZ") }, "NL", "View Street", "21", "", "", "Phoenix", "US" },
        { { .full = TEXT("Dorfweg 21 26597 Oldenburg") }, "DE", "Dorfweg", "21", "", "", "Oldenburg", "DE" },
        { { .full = TEXT("Straße des 17. Juni 12 10623 Berlin") },
          "DE",
          "Straße des 17. Juni",
          "12",
          "",
          "",
          "Berlin",
          "DE" },
        { { .line1 = TEXT("Kerkstraat 1, 1234AB"), .city = TEXT("Utrecht") },
          "NL",
          "Kerkstraat",
          "1",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .line1 = TEXT("Kerkstraat 1, 1234AB Utrecht"), .city = TEXT("Utrecht") },
          "NL",
          "Kerkstraat",
          "1",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .line1 = TEXT("Rijksweg 1234 AB"), .city = TEXT("Utrecht") },
          "NL",
          "Rijksweg",
          "1234",
          "",
          "AB",
          "Utrecht",
          "NL" },
        { { .line1 = TEXT("Hauptstr. 5, 80331"), .city = TEXT("München") },
          "DE",
          "Hauptstraße",
          "5",
          "",
          "",
          "München",
          "DE" },
        { { .full = TEXT("Hauptstr. 5 80331") }, "DE", "Hauptstraße", "5", "", "", "", "DE" },
        { { .full = TEXT("Kerkstraat 12 1234 AB Utrecht") }, "NL", "Kerkstraat", "12", "", "", "Utrecht", "NL" },
        { { .full = TEXT("Rue Haute 12 1000 Bruxelles") }, "BE", "Rue Haute", "12", "", "", "Bruxelles", "BE" },
        { { .full = TEXT("Rue Haute 12 1000") }, "BE", "Rue Haute 12", "1000", "", "", "", "BE" },
        { { .line1 = TEXT("1515 Adela Lane"),
            .city = TEXT("Las Vegas"),
            .region = TEXT("NV"),
            .postcode = TEXT("89111") },
          "NL",
          "Adela Lane",
          "1515",
          "",
          "",
          "Las Vegas",
          "US" },
        { { .street = TEXT("Kerkstraat 5"), .postcode = TEXT("9000"), .city = TEXT("Gent") },
          "NL",
          "Kerkstraat",
          "5",
          "",
          "",
          "Gent",
          "BE" },
        { { .street = TEXT("Kerkstraat 5"), .postcode = TEXT("B-9000"), .city = TEXT("Gent") },
          "NL",
          "Kerkstraat",
          "5",
          "",
          "",
          "Gent",
          "BE" },
        { { .street = TEXT("Hauptstraße 5"), .postcode = TEXT("10115"), .city = TEXT("Berlin") },
          "NL",
          "Hauptstraße",
          "5",
          "",
          "",
          "Berlin",
          "DE" },
        { { .street = TEXT("Kerkstraat 5"), .postcode = TEXT("3511 AA Utrecht") },
          "NL",
          "Kerkstraat",
          "5",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .street = TEXT("Kerkstraat 5"), .city = TEXT("3511 AA Utrecht") },
          "NL",
          "Kerkstraat",
          "5",
          "",
          "",
          "Utrecht",
          "NL" },
        { { .street = TEXT("Kerkstraat 5"),
            .city = TEXT("Brussel"),
            .postcode = TEXT("1000"),
            .country = TEXT("Belgique") },
          "NL",
          "Kerkstraat",
          "5",
          "",
          "",
          "Brussel",
          "BE" },
    };
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        struct findings findings = FINDINGS_IN(&arena);
        struct address a;
        char label[16];
        snprintf(label, sizeof(label), "row %zu", i);
        assert_true(address_read(&columns[i].parts, columns[i].country, &findings, &a));
        check_text(a.street, text_from(columns[i].street), label);
        check_text(a.number, text_from(columns[i].number), label);
        check_text(a.letter, text_from(columns[i].letter), label);
        check_text(a.addition, text_from(columns[i].addition), label);
        check_text(a.city, text_from(columns[i].city), label);
        check_text(text_from(a.country), text_from(columns[i].there), label);
    }
}

static void nothing_is_an_empty_address(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct findings findings = FINDINGS_IN(&arena);
    struct address a;
    assert_false(address_read(&(struct address_parts){ 0 }, "NL", &findings, &a));
    assert_int_equal(findings.count, 0);
}

static void what_fits_nowhere_is_kept(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 20);
    struct address a = read_lines("Kerkstraat 12 Gebouw De Toren", "3511 AA Utrecht", "NL", &arena);
    check_text(a.extra, TEXT("Gebouw De Toren"), "extra");
    a = read_lines("Kantoorgebouw De Toren, Kerkstraat 12", "3511 AA Utrecht", "NL", &arena);
    check_text(a.extra, TEXT("Kantoorgebouw De Toren"), "extra");
}

static const struct {
    const char *country, *raw, *code;
    enum finding finding;
} postcodes[] = {
    { "NL", " 1234 ab", "1234 AB", FINDING_NONE },
    { "NL", "1234.AB", "1234 AB", FINDING_NONE },
    { "NL", "NL-1234 AB", "1234 AB", FINDING_NONE },
    { "NL", "NL1234AB", "1234 AB", FINDING_NONE },
    { "NL", "1234 SS", "", FINDING_MALFORMED },
    { "NL", "1234 SD", "", FINDING_MALFORMED },
    { "NL", "0234 AB", "", FINDING_MALFORMED },
    { "NL", "1234", "1234", FINDING_POSTCODE_WITHOUT_LETTERS },
    { "NL", "1234 A", "", FINDING_MALFORMED },
    { "NL", "", "", FINDING_EMPTY },
    { "BE", "B-1000", "1000", FINDING_NONE },
    { "BE", "10000", "", FINDING_MALFORMED },
    { "BE", "BE 9000", "9000", FINDING_NONE },
    { "DE", "D-01067", "01067", FINDING_NONE },
    { "DE", "01000", "", FINDING_MALFORMED },
    { "FR", "75 001", "75001", FINDING_NONE },
    { "FR", "00100", "", FINDING_MALFORMED },
    { "FR", "F-75001", "75001", FINDING_NONE },
    { "LU", "L-1234", "1234", FINDING_NONE },
    { "GB", "sw1a2aa", "SW1A 2AA", FINDING_NONE },
    { "GB", "SW1A 2A", "", FINDING_MALFORMED },
    { "GB", "m1 1ae", "M1 1AE", FINDING_NONE },
    { "GB", "DN55 1PT", "DN55 1PT", FINDING_NONE },
    { "US", "62701-1234", "62701-1234", FINDING_NONE },
    { "US", "627011234", "62701-1234", FINDING_NONE },
    { "US", "6270", "", FINDING_MALFORMED },
    { "SE", "11455", "114 55", FINDING_NONE },
    { "SE", "S-114 55", "114 55", FINDING_NONE },
    { "SK", "81101", "811 01", FINDING_NONE },
    { "GR", "10431", "104 31", FINDING_NONE },
    { "LV", "1010", "LV-1010", FINDING_NONE },
    { "LV", "LV1010", "LV-1010", FINDING_NONE },
    { "MT", "VLT1117", "VLT 1117", FINDING_NONE },
    { "RO", "010011", "010011", FINDING_NONE },
    { "IS", "101", "101", FINDING_NONE },
    { "LI", "9490", "9490", FINDING_NONE },
    { "LI", "9499", "", FINDING_MALFORMED },
    { "IE", "d6w xy00", "D6W XY00", FINDING_NONE },
    { "ES", "28013", "28013", FINDING_NONE },
    { "ES", "60000", "", FINDING_MALFORMED },
    { "CH", "CH-8001", "8001", FINDING_NONE },
    { "AT", "A 1010", "1010", FINDING_NONE },
    { "CA", "k1a0b1", "K1A 0B1", FINDING_NONE },
    { "XX", "ab-12", "AB-12", FINDING_NONE },
    { "", "12/34", "", FINDING_MALFORMED },
    { "FI", "FI-00100", "00100", FINDING_NONE },
};

static void postcodes_take_the_form_of_their_country(void **state)
{
    for (size_t i = 0; i < sizeof(postcodes) / sizeof(postcodes[0]); i++) {
        struct postcode code, again;
        check_int(postcode_read(text_from(postcodes[i].raw), postcodes[i].country, &code), postcodes[i].finding,
                  postcodes[i].raw);
        check_text(text_from(code.code), text_from(postcodes[i].code), postcodes[i].raw);
        if (postcodes[i].finding == FINDING_NONE) {
            check_int(postcode_read(text_from(code.code), postcodes[i].country, &again), FINDING_NONE,
                      postcodes[i].raw);
            check_text(text_from(again.code), text_from(code.code), postcodes[i].raw);
        }
    }
}

static void mixed_up_signs_are_repaired(void **state)
{
    struct postcode code;
    assert_true(postcode_repair_nl(TEXT("1O12 VG"), &code));
    check_text(text_from(code.code), TEXT("1012 VG"), "1O12 VG");
    assert_true(postcode_repair_nl(TEXT("1012 V0"), &code));
    check_text(text_from(code.code), TEXT("1012 VO"), "1012 V0");
    assert_false(postcode_repair_nl(TEXT("1012 V"), &code));
    assert_false(postcode_repair_nl(TEXT("ABCD EF"), &code));
}

static void any_bytes_are_an_address_or_a_finding(void **state)
{
    SCOPED(arena_done) struct arena arena = ARENA_UP_TO(1 << 22);
    static const char signs[] = "aZ 0159-/,.'#()\xc3\xa9\x80\xff\n\tbusNRstr";
    uint32_t seed = 7;
    for (int round = 0; round < 20000; round++) {
        char bytes[48];
        size_t len = 0;
        for (; len < sizeof(bytes) && (seed = seed * 1664525 + 1013904223) >> 27; len++)
            bytes[len] = signs[(seed >> 16) % (sizeof(signs) - 1)];
        static const char *const countries[] = { "NL", "BE", "DE", "FR", "GB", "US", "" };
        struct findings findings = FINDINGS_IN(&arena);
        struct address_parts parts = { .line1 = { bytes, len / 2 }, .line2 = { bytes + len / 2, len - len / 2 } };
        if (round % 2)
            parts = (struct address_parts){ .full = { bytes, len } };
        struct address a;
        address_read(&parts, countries[round % 7], &findings, &a);
        assert_true(a.street.len <= 400 && a.key.len <= 1200);
        arena_reset(&arena);
    }
}

static void shared_cases_of_addresses_pass(void **state)
{
    check_vectors("address", "addresses_parse.tsv", 100);
}
static void shared_cases_of_postcodes_pass(void **state)
{
    check_vectors("postcode", "postcodes.tsv", 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_taken_apart),
        cmocka_unit_test(reading_twice_is_reading_once),
        cmocka_unit_test(equal_letterboxes_have_equal_keys),
        cmocka_unit_test(post_is_printed_as_its_country_wants),
        cmocka_unit_test(columns_are_put_together),
        cmocka_unit_test(nothing_is_an_empty_address),
        cmocka_unit_test(what_fits_nowhere_is_kept),
        cmocka_unit_test(postcodes_take_the_form_of_their_country),
        cmocka_unit_test(mixed_up_signs_are_repaired),
        cmocka_unit_test(any_bytes_are_an_address_or_a_finding),
        cmocka_unit_test(shared_cases_of_addresses_pass),
        cmocka_unit_test(shared_cases_of_postcodes_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
