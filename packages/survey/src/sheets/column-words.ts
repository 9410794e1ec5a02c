/** What the columns of sightings sheets are called, folded, without accents and punctuation. */
import type { SheetField } from "@landfall/protocol";

/** Whole headers. */
export const columnNames: Readonly<Record<SheetField, string>> = {
  eventDate:
    "date|dates|dt|datetime|date time|date and time|timestamp|eventstart|event date|eventdate|sighting date|encounter date|survey date|date of sighting|day|fecha|dia|datum|data|jour|dato|date local|date d observation|fecha de avistamiento",
  startTime:
    "start|start time|time start|utc|utc time|time utc|gmt|time|begin|begin time|from|time begin|time in|time on|starttime|eventtime|event time|hora|hora inicio|inicio|heure|heure debut|debut|zeit|beginn|startzeit|uhrzeit|hora de inicio|inizio|ora|ora inizio|starttid|tid|begintijd|tijd",
  endTime:
    "end|end time|time end|finish|to|stop|stop time|time out|time off|endtime|hora fin|fin|hora final|final|heure fin|ende|endzeit|fim|hora fim|fine|ora fine|sluttid|slut|eindtijd|einde",
  encounterNumber:
    "enc|enc no|enc nr|enc num|encounter|encounter no|encounter nr|encounter number|encounter id|encno|fieldnumber|field number|sighting|sighting no|sighting number|sighting nr|sight no|sightno|sgt|no|nr|number|group no|numero|num|avistamiento|avistaje|encuentro|n encuentro|observation no|rencontre|sichtung|sichtung nr|begegnung|avvistamento|avistamento|encontro|observasjon|waarneming",
  parentEventID:
    "parenteventid|parent event|parent event id|sighting id|sightingid|survey sighting|group id|shared sighting",
  locality:
    "locality|location|place|area|site|location name|locationname|region|where|lugar|localidad|sitio|zona|lieu|localite|endroit|site d observation|ort|gebiet|fundort|local|localidade|luogo|localita|sted|plats|plaats|locatie|lokalitet",
  decimalLatitude:
    "latitude|lat|decimallatitude|decimal latitude|lat dd|latdd|start lat|start latitude|lat start|y|latitud|breite|breitengrad|latitudine|breddegrad|breedtegraad|breedte|lat n|lat s|latitude n|latitude s|gps lat|gps latitude",
  decimalLongitude:
    "longitude|long|lon|lng|decimallongitude|decimal longitude|long dd|longdd|lon dd|start long|start lon|start longitude|long start|lon start|x|longitud|lange|laenge|langengrad|laengengrad|longitudine|lengdegrad|lengtegraad|lengte|long w|lon w|long e|lon e|longitude w|longitude e|gps long|gps lon|gps longitude",
  position:
    "position|gps|coordinates|coords|coord|lat long|lat lon|latlong|latlon|gps position|coordenadas|coordonnees|koordinaten|coordinate|posicion|posizione|verbatimcoordinates",
  recordedBy:
    "photographer|photographers|photog|photogs|phot|photo by|photos by|recordedby|recorded by|taken by|camera operator|shooter|photographer s|fotografo|fotografos|fotografa|photographe|photographes|fotograf|fotografin|fotograaf|ph|fotografi",
  scientificName:
    "scientific name|scientificname|latin name|taxon|nombre cientifico|nom scientifique|wissenschaftlicher name|nome cientifico|nome scientifico",
  vernacularName:
    "species|sp|spp|species name|common name|vernacularname|animal|especie|especies|espece|especes|art|tierart|specie|soort|arter|espece s|nome comum",
  organismName:
    "ids|id|individuals|individual|individual id|individual ids|animals|animal id|animal ids|catalogue id|catalog id|catalogue no|whale id|dolphin id|id s|known individuals|organismid|organismname|organism id|individuos|individuo|individus|individu|individuen|tiere|individui|individer|ids present|whales|matches",
  individualCount:
    "group size|groupsize|grp size|grpsize|size|best|best estimate|group size best|count|individualcount|individual count|total|no animals|number of animals|n animals|number|group size estimate|est size|pod size|tamano grupo|tamano del grupo|tamano de grupo|taille|taille du groupe|gruppengrosse|gruppengroesse|anzahl|tamanho do grupo|dimensione gruppo|groepsgrootte|aantal|aantal dieren|aantal individuen|gruppestorrelse|antal|antall|effectif",
  groupSizeMin:
    "min|minimum|group size min|min group size|min size|low|low estimate|minimo|mini|group min|groupsizemin",
  groupSizeMax:
    "max|maximum|group size max|max group size|max size|high|high estimate|maximo|maxi|group max|groupsizemax",
  behavior:
    "behaviour|behavior|behaviours|behaviors|beh|activity|activities|main behaviour|comportamiento|comportement|verhalten|comportamento|atferd|beteende|gedrag|actividad|activite",
  eventRemarks:
    "remarks|remark|comments|comment|notes|note|eventremarks|event remarks|observations|observaciones|notas|comentarios|remarques|commentaires|bemerkungen|bemerkung|notizen|kommentar|kommentare|observacoes|comentarios gerais|osservazioni|merknader|anmarkningar|opmerkingen|notities",
  fileName:
    "file|files|file name|filename|file names|photo|photos|photo name|photo file|image|images|image name|image file|picture|pictures|frames|frame|frame numbers|frame no|photo no|photo nos|photo numbers|archivo|archivos|foto|fotos|fichier|fichiers|datei|dateien|bild|bilder|dateiname|ficheiro|immagine|associatedmedia|mediaasset|filepath|file path|path",
  folder: "folder|directory|folder name|photo folder|image folder|carpeta|dossier|ordner|pasta|cartella|mappe|map",
};

/** Words that say it inside a longer header, in the order in which they are looked for. */
export const columnWords: readonly (readonly [SheetField, RegExp])[] = [
  ["decimalLatitude", /\b(?:lat|latitude|latitud|latitudine)\b/],
  ["decimalLongitude", /\b(?:long|lon|lng|longitude|longitud|longitudine)\b/],
  [
    "endTime",
    /\b(?:end|finish|stop|fin|ende|fim|fine)\b.*\b(?:time|hora|heure|zeit|ora|tid)\b|\btime\b.*\b(?:end|finish|out|off)\b/,
  ],
  ["startTime", /\b(?:start|begin|time|hora|heure|zeit|uhrzeit)\b/],
  ["eventDate", /\b(?:date|fecha|datum|dato)\b/],
  ["groupSizeMin", /\bmin\b.*\b(?:group|grp|size|count|number)\b|\b(?:group|grp|size|count|number)\b.*\bmin\b/],
  ["groupSizeMax", /\bmax\b.*\b(?:group|grp|size|count|number)\b|\b(?:group|grp|size|count|number)\b.*\bmax\b/],
  ["individualCount", /\b(?:gr(?:ou)?p size|pod size|number of|count|how many)\b/],
  // An observer is often who took the photographs; where another column names a photographer, that one is surer.
  ["recordedBy", /\b(?:photographers?|photog|fotografos?|photographe|observers?|observador|observateur|beobachter)\b/],
  ["scientificName", /\b(?:scientific|latin) name\b/],
  ["vernacularName", /\b(?:species|especie|espece)\b/],
  ["organismName", /\b(?:individuals?|ids|animal ids?|whale ids?|individuos)\b/],
  ["encounterNumber", /\b(?:encounter|enc|sighting|encuentro|avistamiento|sichtung)\b/],
  ["behavior", /\b(?:behaviou?rs?|comportamiento|comportement|verhalten|comportamento)\b/],
  ["folder", /\b(?:folder|directory)\b/],
  ["fileName", /\b(?:file|filename|photos?|images?|frames?)\b/],
  ["locality", /\b(?:location|locality|place|area|lugar|lieu)\b/],
  ["eventRemarks", /\b(?:comments?|remarks?|notes?)\b/],
];
